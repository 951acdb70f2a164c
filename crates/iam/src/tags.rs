//! Tags on what IAM keeps: what may be set, and what one tag is (spec I-7, §12.3).

use crate::Error;
use crate::event::Tagged;
use crate::quota::Quota;
use crate::state::Tag;

/// Whether two keys name one tag where case does not tell them apart: as condition keys are (C-2, I-7), so that no spelling of a key
/// stands beside another that policies take for it.
pub(crate) fn same_key(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}

/// What tells the keys of a thing's tags apart.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TagKeys {
    /// Users and roles (I-7).
    InAnyCase,
    /// Everything else that IAM tags, as AWS's user guide has it: `Costcenter` and `costcenter` are two tags of a policy.
    AsWritten,
}

impl TagKeys {
    pub(crate) fn of(target: &Tagged) -> TagKeys {
        match target {
            Tagged::User(_) | Tagged::Role(_) => TagKeys::InAnyCase,
            Tagged::Policy(_)
            | Tagged::MfaDevice(_)
            | Tagged::SamlProvider(_)
            | Tagged::InstanceProfile(_)
            | Tagged::OidcProvider(_)
            | Tagged::ServerCertificate(_) => TagKeys::AsWritten,
        }
    }

    /// Whether two keys name one tag.
    pub(crate) fn same(self, one: &str, other: &str) -> bool {
        match self {
            TagKeys::InAnyCase => same_key(one, other),
            TagKeys::AsWritten => one == other,
        }
    }

    /// Puts tags beside those that are there, in place of those with the same keys.
    pub(crate) fn merge(self, held: &mut Vec<Tag>, tags: &[Tag]) {
        for tag in tags {
            match held
                .iter_mut()
                .find(|other| self.same(&other.key, &tag.key))
            {
                Some(other) => *other = tag.clone(),
                None => held.push(tag.clone()),
            }
        }
    }

    /// Refuses tags that contradict each other, that AWS keeps for itself, or that would be more than the quota together with those
    /// that are there.
    ///
    /// # Errors
    /// `InvalidInput` in AWS's words for duplicates, `ValidationError` for the reserved prefix, `LimitExceeded`.
    pub(crate) fn check(self, held: &[Tag], tags: &[Tag], quota: Quota) -> Result<(), Error> {
        self.check_distinct(tags)?;
        tags.iter().try_for_each(|tag| check_reserved(&tag.key))?;
        let new = tags
            .iter()
            .filter(|tag| !held.iter().any(|other| self.same(&other.key, &tag.key)))
            .count();
        quota.fits(held.len() + new)
    }

    /// Refuses tags that contradict each other.
    ///
    /// # Errors
    /// `InvalidInput` in AWS's words.
    pub(crate) fn check_distinct(self, tags: &[Tag]) -> Result<(), Error> {
        for (index, tag) in tags.iter().enumerate() {
            if tags[..index]
                .iter()
                .any(|other| self.same(&other.key, &tag.key))
            {
                return Err(Error::invalid_input(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                ));
            }
        }
        Ok(())
    }
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

/// Where a tag stands in a list: by key, the spellings of one key beside each other.
pub(crate) fn place(tag: &Tag) -> String {
    format!("{}\0{}", tag.key.to_ascii_lowercase(), tag.key)
}

/// The tags by key, as replies show them whose documentation says so; `None` where there are none.
pub(crate) fn shown(tags: &[Tag]) -> Option<Vec<Tag>> {
    let mut tags = tags.to_vec();
    tags.sort_by_cached_key(place);
    (!tags.is_empty()).then_some(tags)
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
