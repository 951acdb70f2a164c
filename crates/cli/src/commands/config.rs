//! `portcullis config`.

use serde::Serialize;
use server::settings::Settings;

use crate::arguments::Format;
use crate::output::{Failure, Verdict, columns, print};
use crate::settings_flags::SettingsFlags;

#[derive(Serialize)]
struct Shown<'a> {
    settings: Vec<Row<'a>>,
    notices: &'a [String],
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    value: &'a str,
    source: String,
}

/// Prints every setting with its source; a setting that the server would refuse is refused here as well.
pub(crate) fn show(format: Format, flags: &SettingsFlags) -> Result<Verdict, Failure> {
    let resolved = flags.resolve()?;
    Settings::parse(&resolved)?;
    let settings: Vec<Row> = resolved
        .iter()
        .map(|(setting, value)| Row {
            name: setting.name,
            value: value.shown(),
            source: value.source.to_string(),
        })
        .collect();
    let mut rows = vec![["SETTING", "VALUE", "SOURCE"].map(str::to_owned).to_vec()];
    rows.extend(settings.iter().map(|row| {
        let value = if row.value.is_empty() { "-" } else { row.value };
        vec![row.name.to_owned(), value.to_owned(), row.source.clone()]
    }));
    let mut text = columns(&rows);
    for notice in &resolved.notices {
        text.push_str(&format!("notice: {notice}\n"));
    }
    print(
        format,
        &text,
        &Shown {
            settings,
            notices: &resolved.notices,
        },
    )?;
    Ok(Verdict::Fine)
}
