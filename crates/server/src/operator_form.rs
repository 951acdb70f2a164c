//! The form of the operator's calls.

/// The body of an operator's call: what `portcullis account create` and its siblings send.
///
/// ```
/// let form = server::operator_form("CreateAccount", &[("Name", "a b")]);
/// assert_eq!(form, "Action=CreateAccount&Version=2026-11-21&Name=a%20b");
/// ```
pub fn operator_form(action: &str, parameters: &[(&str, &str)]) -> String {
    let mut form = format!("Action={action}&Version=2026-11-21");
    for (name, value) in parameters {
        form.push('&');
        form.push_str(name);
        form.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                form.push(byte.into());
            } else {
                form.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    form
}
