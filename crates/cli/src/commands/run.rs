//! Which command a command line asks for.

use super::{
    account, backup, check, config, delegations, eval, export, export_records, import, keys,
    managed_policies, mfa_device, pages, root_key, serve, service, sigv4, test, verify,
};
use crate::arguments::{
    AccountCommand, Arguments, Command, ConfigCommand, Format, KeysCommand, ManagedPoliciesCommand,
    MfaDeviceCommand, Rendering, RootKeyCommand, ServiceCommand,
};
use crate::output::{Failure, Verdict};

/// Does what the command line says.
pub(crate) fn run(arguments: Arguments) -> Result<Verdict, Failure> {
    let rendering = arguments.format;
    let format = rendering.plain();
    if rendering == Rendering::Tree && !matches!(arguments.command, Command::Eval(_)) {
        return Err(Failure::new("--format tree is for `portcullis eval` only"));
    }
    if rendering == Rendering::Sarif && !matches!(arguments.command, Command::Check(_)) {
        return Err(Failure::new(
            "--format sarif is for `portcullis check` only",
        ));
    }
    match arguments.command {
        Command::Serve(flags) => serve::serve(&flags),
        Command::Config(ConfigCommand::Show(flags)) => config::show(format, &flags),
        Command::Account(AccountCommand::Create {
            account_id,
            name,
            target,
        }) => account::create(format, account_id.as_deref(), name.as_deref(), &target),
        Command::Account(AccountCommand::List { target }) => account::list(format, &target),
        Command::Account(AccountCommand::Move {
            account_id,
            to,
            target,
        }) => account::move_to(format, &account_id, &to, &target),
        Command::Service(ServiceCommand::Add {
            name,
            signing_name,
            target,
        }) => service::add(format, &name, signing_name.as_deref(), &target),
        Command::Service(ServiceCommand::List { target }) => service::list(format, &target),
        Command::Service(ServiceCommand::Remove { name, target }) => {
            service::remove(format, &name, &target)
        }
        Command::MfaDevice(command) => mfa_device_command(format, &command),
        Command::Import {
            path,
            account_id,
            keep_absent_principals,
            target,
        } => import::import(
            format,
            &path,
            account_id.as_deref(),
            keep_absent_principals,
            &target,
        ),
        Command::Export {
            file,
            account_id,
            documents,
            question,
            target,
        } => match question.is_asked() {
            true => export_records::export(&question, &target),
            false => export::export(format, &file, account_id.as_deref(), documents, &target),
        },
        Command::ManagedPolicies(ManagedPoliciesCommand::Import { file, target }) => {
            managed_policies::import(format, &file, &target)
        }
        Command::Delegations { request, target } => {
            delegations::list(format, request.as_deref(), &target)
        }
        Command::RootKey(RootKeyCommand::Reset { folder }) => root_key::reset(format, &folder),
        Command::Keys(KeysCommand::Rotate { target }) => keys::rotate(format, &target),
        Command::Backup { file, target } => backup::backup(format, &file, &target),
        Command::Restore {
            file,
            data,
            key_file,
        } => backup::restore(format, &file, &data, key_file.as_deref()),
        Command::Verify { target } => verify::verify(format, &target),
        Command::Eval(flags) => eval::run(rendering, &flags),
        Command::Test(flags) => test::run(rendering, &flags),
        Command::Check(flags) => check::run(rendering, &flags),
        Command::Sigv4(command) => sigv4::run(format, &command),
        Command::Completions { shell } => pages::completions(shell),
        Command::Man { dir } => pages::man(&dir),
    }
}

fn mfa_device_command(format: Format, command: &MfaDeviceCommand) -> Result<Verdict, Failure> {
    match command {
        MfaDeviceCommand::AddToken {
            serial,
            seed,
            account_id,
            target,
        } => mfa_device::add_token(format, account_id.as_deref(), serial, seed, target),
        MfaDeviceCommand::AddKey(flags) => mfa_device::add_key(format, flags),
        MfaDeviceCommand::List { account_id, target } => {
            mfa_device::list(format, account_id.as_deref(), target)
        }
        MfaDeviceCommand::Remove {
            serial,
            account_id,
            target,
        } => mfa_device::remove(format, account_id.as_deref(), serial, target),
    }
}
