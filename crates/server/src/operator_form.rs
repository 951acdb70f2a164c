//! The form of the operator's calls.

use std::fmt::Write;

use zeroize::Zeroizing;

/// The body of an operator's call: what `portcullis account create` and its siblings send.
///
/// ```
/// let form = server::operator_form("CreateAccount", &[("Name", "a b")]);
/// assert_eq!(*form, "Action=CreateAccount&Version=2026-11-21&Name=a%20b");
/// ```
pub fn operator_form(action: &str, parameters: &[(&str, &str)]) -> Zeroizing<String> {
    let lengths = parameters
        .iter()
        .map(|(name, value)| 2 + name.len() + 3 * value.len());
    // Long enough for all of it: what grows leaves copies behind.
    let mut form = Zeroizing::new(String::with_capacity(128 + lengths.sum::<usize>()));
    form.push_str("Action=");
    form.push_str(action);
    form.push_str("&Version=2026-11-21");
    for (name, value) in parameters {
        form.push('&');
        form.push_str(name);
        form.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                form.push(byte.into());
            } else {
                write!(form, "%{byte:02X}").expect("writing to memory does not fail");
            }
        }
    }
    form
}
