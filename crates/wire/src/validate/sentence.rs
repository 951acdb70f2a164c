//! What IAM says of names, aliases, paths and private keys with characters that they may not have.

const ALIAS: &str = "be a minimum length of 3 characters and maximum length of 63 characters, contain only digits, lowercase letters, \
    and hyphens (-), but cannot begin or end with a hyphen.";
const NAME: &str = "contain only alphanumeric characters and/or the following: +=,.@_-";
const PATH: &str =
    "begin and end with / and contain only alphanumeric characters and/or / characters.";
const PREFIX: &str =
    "begin with the / character and contain only alphanumeric characters and/or / characters.";
const PRINTABLE: &str = "contain only printable ASCII characters.";

/// The shapes that have a sentence, and what it demands of their values: AWS's words, as its users report them. Where no
/// report tells the words, the pattern is told as everywhere (S-11).
const DEMANDS: &[(&str, &str)] = &[
    ("accountAliasType", ALIAS),
    ("existingUserNameType", NAME),
    ("groupNameType", NAME),
    ("instanceProfileNameType", NAME),
    ("pathType", PATH),
    ("policyNameType", NAME),
    ("policyPathType", PATH),
    ("privateKeyType", PRINTABLE),
    ("roleNameType", NAME),
    ("serverCertificateNameType", NAME),
    ("userNameType", NAME),
    ("virtualMFADeviceName", NAME),
];

/// IAM's sentence for a value at this path that does not match the pattern of its shape.
pub(super) fn of(shape: &str, path: &str) -> Option<String> {
    let member = path.rsplit('.').next().unwrap_or(path);
    let demand = match member {
        // Of one shape or another: AWS says of each that it must begin with a slash, also where it must end with one too.
        "pathPrefix" => PREFIX,
        _ => DEMANDS.iter().find(|(name, _)| *name == shape)?.1,
    };
    Some(format!(
        "The specified value for {member} is invalid. It must {demand}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_with_a_sentence_are_the_models() {
        let model = include_str!("../model/iam.json");
        for (shape, _) in DEMANDS {
            assert!(model.contains(&format!("\"{shape}\":")), "{shape}");
        }
        assert!(DEMANDS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
