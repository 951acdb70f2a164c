/// The text of a `mod.rs` with one more `mod` line among its sorted ones.
pub(crate) fn module(text: &str, name: &str) -> String {
    with_line(text, &format!("mod {name};"), |line| {
        line.starts_with("mod ") && line.ends_with(';')
    })
}

/// The text of a `table.rs` with one more import and one more row, rows sorted by name.
pub(crate) fn row(text: &str, module: &str, name: &str) -> Result<String, String> {
    let import = format!("use super::{module}::{name};");
    let has_imports = text.lines().any(|line| line.starts_with("use super::"));
    let kind = if has_imports { "use super::" } else { "use " };
    let text = with_line(text, &import, |line| line.starts_with(kind));
    let text = text.replace(
        "use crate::operation::Row;",
        "use crate::operation::{Row, row};",
    );
    let open = text
        .find("&[Row] = &[")
        .map(|at| at + "&[Row] = &[".len())
        .ok_or("the table does not begin with `&[Row] = &[`")?;
    let close = text[open..]
        .find("];")
        .map(|at| open + at)
        .ok_or("the table does not end with `];`")?;
    let mut rows: Vec<String> = text[open..close]
        .split(',')
        .map(|row| row.trim().to_owned())
        .filter(|row| !row.is_empty())
        .collect();
    rows.push(format!("row::<{name}>()"));
    rows.sort();
    let rows: String = rows.iter().map(|row| format!("    {row},\n")).collect();
    Ok(format!("{}\n{rows}{}", &text[..open], &text[close..]))
}

/// The text with one more line before the first of its kind that sorts after it, else after the
/// last of its kind, else after the leading documentation.
fn with_line(text: &str, line: &str, of_kind: impl Fn(&str) -> bool) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let later = lines
        .iter()
        .position(|other| of_kind(other) && *other > line);
    let last = lines
        .iter()
        .rposition(|other| of_kind(other))
        .map(|at| at + 1);
    match later.or(last) {
        Some(at) => lines.insert(at, line),
        None => {
            let documented = lines
                .iter()
                .take_while(|line| line.starts_with("//!"))
                .count();
            lines.splice(documented..documented, ["", line]);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_added_in_order() {
        let text = "//! Users.\n\nmod create_user;\nmod table;\n\npub(crate) use table::TABLE;\n";
        let more = "//! Users.\n\nmod create_user;\nmod get_user;\nmod table;\n\npub(crate) use table::TABLE;\n";
        assert_eq!(module(text, "get_user"), more);
        assert!(module(text, "update_user").contains("mod table;\nmod update_user;\n\npub"));
        assert!(module(text, "add").contains("\n\nmod add;\nmod create_user;"));
        assert_eq!(module("//! New.\n", "add"), "//! New.\n\nmod add;\n");
    }

    #[test]
    fn a_row_is_added_in_order_to_both_layouts() {
        let head = "use super::create_user::CreateUser;\nuse crate::operation::{Row, row};\n\n";
        let more = "use super::create_user::CreateUser;\nuse super::get_user::GetUser;\nuse crate::operation::{Row, row};\n\n\
                    const TABLE: &[Row] = &[\n    row::<CreateUser>(),\n    row::<GetUser>(),\n];\n";
        for table in [
            "const TABLE: &[Row] = &[row::<CreateUser>()];\n",
            "const TABLE: &[Row] = &[\n    row::<CreateUser>(),\n];\n",
        ] {
            let text = format!("{head}{table}");
            assert_eq!(row(&text, "get_user", "GetUser").unwrap(), more);
        }
        assert!(row("nothing here", "get_user", "GetUser").is_err());
    }

    #[test]
    fn an_empty_table_gets_its_first_row() {
        let text = "//! None yet.\n\nuse crate::operation::Row;\n\nconst TABLE: &[Row] = &[];\n";
        let more = row(text, "get_user", "GetUser").unwrap();
        assert!(more.contains("&[\n    row::<GetUser>(),\n];"));
        // rustfmt puts them in order; what matters is that no blank line parts them.
        let imports = "use crate::operation::{Row, row};\nuse super::get_user::GetUser;\n\n";
        assert!(more.contains(imports), "{more}");
    }
}
