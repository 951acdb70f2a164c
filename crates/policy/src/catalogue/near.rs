//! What someone may have meant who wrote a name that is not known.

use super::lookup::{service, services};
use super::read::CATALOGUE;

/// How many names are offered.
const OFFERED_MAX: usize = 3;

/// Actions that are spelled almost like this one, the nearest first.
///
/// ```
/// use policy::catalogue::near_actions;
///
/// assert_eq!(near_actions("s3:GetObjct").first().map(String::as_str), Some("s3:GetObject"));
/// assert!(near_actions("s3:Nonsense").is_empty());
/// ```
pub fn near_actions(name: &str) -> Vec<String> {
    let Some((prefix, name)) = name.split_once(':') else {
        return Vec::new();
    };
    let prefixes = match service(prefix) {
        Some(service) => vec![service.prefix()],
        None => near_services(prefix),
    };
    let known = prefixes.into_iter().filter_map(service);
    let actions = known.flat_map(|service| service.actions().iter());
    nearest(name, actions.map(|action| (action.name(), action)))
        .into_iter()
        .map(ToString::to_string)
        .collect()
}

/// Prefixes of services that are spelled almost like this one, the nearest first.
pub fn near_services(prefix: &str) -> Vec<&'static str> {
    let all = services().iter().map(|service| service.prefix());
    nearest(prefix, all.map(|prefix| (prefix, prefix)))
}

/// Condition keys that are spelled almost like this one, the nearest first. Of a family such as `aws:RequestTag/…` the
/// part that a caller chooses is kept.
pub fn near_condition_keys(name: &str) -> Vec<String> {
    let plain = CATALOGUE.keys.values().map(|(known, _)| *known);
    let nearest_plain = nearest(name, plain.map(|known| (known, known)));
    if !nearest_plain.is_empty() {
        return nearest_plain.into_iter().map(str::to_owned).collect();
    }
    let Some((family, chosen)) = name.split_once('/') else {
        return Vec::new();
    };
    let families = CATALOGUE
        .templates
        .iter()
        .filter_map(|(_, known, _)| known.strip_suffix("/*"));
    nearest(family, families.map(|known| (known, known)))
        .into_iter()
        .map(|known| format!("{known}/{chosen}"))
        .collect()
}

/// The candidates whose names are near, the nearest first. A name of six letters may differ in two.
pub(crate) fn nearest<T: Copy>(
    name: &str,
    candidates: impl Iterator<Item = (&'static str, T)>,
) -> Vec<T> {
    let name = name.to_ascii_lowercase();
    let distance_max = (name.len() / 3).min(3);
    let mut found: Vec<(usize, T)> = candidates
        .filter(|(known, _)| known.len().abs_diff(name.len()) <= distance_max)
        .map(|(known, candidate)| (distance(&name, &known.to_ascii_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= distance_max)
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.truncate(OFFERED_MAX);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How many bytes have to be put in, taken out, changed, or swapped with their neighbour, to make one of the other.
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, byte) in left.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let changed = last[column] + usize::from(byte != other);
            let mut least = changed.min(last[column + 1] + 1).min(line[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *byte;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut last, line);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_slips() {
        for (left, right, wanted) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abc", "ab", 1),
            ("abc", "abcd", 1),
            ("kitten", "sitting", 3),
            ("", "ab", 2),
        ] {
            assert_eq!(distance(left, right), wanted, "{left} {right}");
            assert_eq!(distance(right, left), wanted, "{right} {left}");
        }
    }

    #[test]
    fn slips_are_understood() {
        assert_eq!(near_services("dynamdb").first(), Some(&"dynamodb"));
        assert_eq!(near_condition_keys("aws:SoruceIp")[0], "aws:SourceIp");
        assert_eq!(
            near_condition_keys("aws:RequstTag/a/b")[0],
            "aws:RequestTag/a/b"
        );
        assert_eq!(near_actions("dynamdb:GetItm")[0], "dynamodb:GetItem");
        assert!(near_condition_keys("nothing").is_empty());
    }
}
