//! The server's settings as flags, made from its table.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use server::settings::{Kind, Resolved, SETTINGS, Setting, SettingsError, resolve};

/// The settings that were given as flags.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettingsFlags {
    given: Vec<(&'static str, String)>,
}

impl SettingsFlags {
    /// All settings with their sources: these flags, else this process' environment, else the file it names.
    pub(crate) fn resolve(&self) -> Result<Resolved, SettingsError> {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .map(|(name, value)| {
                (
                    name.to_string_lossy().into_owned(),
                    value.to_string_lossy().into_owned(),
                )
            })
            .filter(|(name, _)| name.starts_with("PORTCULLIS_"))
            .collect();
        resolve(&self.given, &environment, &|path| {
            std::fs::read_to_string(path)
        })
    }
}

fn flag(setting: &'static Setting) -> Arg {
    let default = match setting.default {
        "" => String::new(),
        default => format!("default: {default}, "),
    };
    let argument = Arg::new(setting.name).long(setting.name).help(format!(
        "{} [{default}variable: {}]",
        setting.help,
        setting.env()
    ));
    match setting.kind {
        Kind::Switch => argument
            .num_args(0..=1)
            .require_equals(true)
            .value_name("true|false")
            .default_missing_value("true"),
        Kind::Text | Kind::Number | Kind::File | Kind::Secret => argument.value_name(setting.value),
    }
}

impl Args for SettingsFlags {
    fn augment_args(command: Command) -> Command {
        command.args(
            SETTINGS
                .iter()
                .filter(|setting| setting.has_flag())
                .map(flag),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        SettingsFlags::augment_args(command)
    }
}

impl FromArgMatches for SettingsFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<SettingsFlags, clap::Error> {
        let mut flags = SettingsFlags::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in SETTINGS.iter().filter(|setting| setting.has_flag()) {
            if matches.value_source(setting.name) == Some(ValueSource::CommandLine)
                && let Some(text) = matches.get_one::<String>(setting.name)
            {
                self.given.push((setting.name, text.clone()));
            }
        }
        Ok(())
    }
}
