//! ARNs: six parts, split at the first five colons (M-9).

/// The six parts of an ARN; `None` for other text.
pub(crate) fn split(text: &str) -> Option<[&str; 6]> {
    let parts = six(text)?;
    (parts[0] == "arn").then_some(parts)
}

/// True for twelve digits.
pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Parts are short: looking at each character is the fastest search.
fn is_colon(char: char) -> bool {
    char == ':'
}

fn six(text: &str) -> Option<[&str; 6]> {
    let mut parts = text.splitn(6, is_colon);
    let mut next = || parts.next();
    Some([next()?, next()?, next()?, next()?, next()?, next()?])
}
