//! Tags on users, roles and policies: what may be set (spec I-7, §12.3).

use crate::Error;
use crate::quota::Quota;
use crate::state::Tag;

/// Whether two keys name one tag: in any case, as condition keys are told apart (C-2, I-7), so that no spelling of a key stands
/// beside another that policies take for it.
pub(crate) fn same_key(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}

/// Refuses tags that contradict each other or that AWS keeps for itself.
///
/// # Errors
/// `InvalidInput` in AWS's words for duplicates, `ValidationError` for the reserved prefix.
pub(crate) fn check(tags: &[Tag]) -> Result<(), Error> {
    check_distinct(tags)?;
    tags.iter().try_for_each(|tag| check_reserved(&tag.key))
}

/// Refuses tags that contradict each other.
///
/// # Errors
/// `InvalidInput` in AWS's words.
pub(crate) fn check_distinct(tags: &[Tag]) -> Result<(), Error> {
    for (index, tag) in tags.iter().enumerate() {
        if tags[..index]
            .iter()
            .any(|other| same_key(&other.key, &tag.key))
        {
            return Err(Error::invalid_input(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
    }
    Ok(())
}

/// Refuses keys that AWS keeps for itself, which nobody may take away.
///
/// # Errors
/// `ValidationError` in AWS's words.
pub(crate) fn check_keys(keys: &[String]) -> Result<(), Error> {
    keys.iter().try_for_each(|key| check_reserved(key))
}

fn check_reserved(key: &str) -> Result<(), Error> {
    let reserved = key
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if reserved {
        return Err(Error::validation_error(
            "System tags cannot be added/updated/deleted by users.",
        ));
    }
    Ok(())
}

/// Refuses tags that would make more than the quota, together with those that are there.
pub(crate) fn check_room(held: &[Tag], tags: &[Tag], quota: Quota) -> Result<(), Error> {
    let new = tags
        .iter()
        .filter(|tag| !held.iter().any(|other| same_key(&other.key, &tag.key)))
        .count();
    quota.fits(held.len() + new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kelvin sign is a capital `k` to conditions, and so to everybody.
    #[test]
    fn keys_are_one_where_conditions_take_them_for_one() {
        for (one, other) in [
            ("Team", "tEAM"),
            ("Énergie", "énergie"),
            ("Task", "tas\u{212a}"),
        ] {
            assert!(same_key(one, other), "{one} {other}");
            let mut context = policy::Context::new();
            context.insert(&format!("aws:PrincipalTag/{one}"), "x");
            assert!(context.get(&format!("aws:PrincipalTag/{other}")).is_some());
        }
        assert!(!same_key("Team", "Teams") && !same_key("é", "e"));
    }
}
