//! Reads the data file, once: global keys, then for every service its types of resources, its keys, its actions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::entry::{AccessLevel, Action, KeyKind, KeyType, ResourceType, Service};

const TEXT: &str = include_str!("data/catalogue.txt");

/// Keys that the source does not know, or knows with another type than AWS documents (spec 5).
const CORRECTED: &[(&str, KeyType)] = &[
    ("aws:SignInSessionArn", single(KeyKind::Arn)),
    ("aws:SourceVpcArn", single(KeyKind::Arn)),
    ("cognito-identity.amazonaws.com:amr", many(KeyKind::String)),
];

const fn single(kind: KeyKind) -> KeyType {
    KeyType {
        kind,
        multivalued: false,
    }
}

const fn many(kind: KeyKind) -> KeyType {
    KeyType {
        kind,
        multivalued: true,
    }
}

/// Everything that is known, by lower-cased name.
pub(super) struct Catalogue {
    /// Sorted by prefix.
    pub(super) services: Vec<Service>,
    pub(super) keys: BTreeMap<String, (&'static str, KeyType)>,
    /// Keys with `*` in their names, lower-cased.
    pub(super) templates: Vec<(String, &'static str, KeyType)>,
    /// What stands before the last colon of keys, lower-cased.
    pub(super) key_prefixes: BTreeSet<String>,
}

pub(super) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(read);

fn read() -> Catalogue {
    let mut services: Vec<Service> = Vec::new();
    let mut keys: Vec<(&'static str, KeyType)> = CORRECTED.to_vec();
    for line in TEXT.lines() {
        match line.as_bytes() {
            [b'@', ..] => services.push(read_service(&line[1..])),
            [b'=' | b'+', ..] => {
                let key = read_key(line);
                keys.push(key);
                if let Some(service) = services.last_mut() {
                    service.keys.push(key);
                }
            }
            _ => {
                let service = services.last_mut().expect("a service's line comes first");
                match line.strip_prefix('/') {
                    Some(rest) => service.types.push(read_type(service.prefix, rest)),
                    None => service.actions.push(read_action(service.prefix, line)),
                }
            }
        }
    }
    for service in &mut services {
        service
            .actions
            .sort_by_cached_key(|action| action.name.to_ascii_lowercase());
    }
    services.sort_by_key(|service| service.prefix);
    file_keys(services, &keys)
}

fn file_keys(services: Vec<Service>, listed: &[(&'static str, KeyType)]) -> Catalogue {
    let (mut keys, mut templates) = (BTreeMap::new(), BTreeMap::new());
    let mut key_prefixes = BTreeSet::new();
    for &(name, kind) in listed {
        let lower = name.to_ascii_lowercase();
        if let Some((prefix, _)) = lower.rsplit_once(':') {
            key_prefixes.insert(prefix.to_owned());
        }
        // The first wins: corrections, then the global keys, then those of services.
        if lower.contains('*') {
            templates.entry(lower).or_insert((name, kind));
        } else {
            keys.entry(lower).or_insert((name, kind));
        }
    }
    let templates = templates
        .into_iter()
        .map(|(lower, (name, kind))| (lower, name, kind))
        .collect();
    Catalogue {
        services,
        keys,
        templates,
        key_prefixes,
    }
}

fn read_service(words: &'static str) -> Service {
    let (prefix, rest) = words.split_once(' ').unwrap_or((words, ""));
    let (mark, name) = rest.split_once(' ').unwrap_or((rest, prefix));
    Service {
        prefix,
        name,
        rcp: mark == "rcp",
        types: Vec::new(),
        keys: Vec::new(),
        actions: Vec::new(),
    }
}

fn read_key(line: &'static str) -> (&'static str, KeyType) {
    let kind = match line.as_bytes()[1] {
        b's' => KeyKind::String,
        b'n' => KeyKind::Numeric,
        b'd' => KeyKind::Date,
        b'b' => KeyKind::Bool,
        b'a' => KeyKind::Arn,
        b'i' => KeyKind::Ip,
        b'x' => KeyKind::Binary,
        other => unreachable!("the data file has no keys of type {other}"),
    };
    let multivalued = line.starts_with('+');
    (&line[2..], KeyType { kind, multivalued })
}

fn read_type(service: &'static str, rest: &'static str) -> ResourceType {
    let (name, arn) = rest.split_once(' ').unwrap_or((rest, "*"));
    ResourceType { service, name, arn }
}

fn read_action(service: &'static str, line: &'static str) -> Action {
    let mut words = line.split(' ');
    let name = words.next().unwrap_or_default();
    let access = match words.next() {
        Some("l") => AccessLevel::List,
        Some("r") => AccessLevel::Read,
        Some("w") => AccessLevel::Write,
        Some("t") => AccessLevel::Tagging,
        Some("p") => AccessLevel::Permissions,
        other => unreachable!("the data file has no access level {other:?}"),
    };
    let mut numbers = || match words.next() {
        Some("-") | None => Vec::new(),
        Some(list) => list
            .split(',')
            .map(|number| number.parse().expect("the data file lists numbers"))
            .collect(),
    };
    Action {
        service,
        name,
        access,
        types: numbers(),
        keys: numbers(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = |start: &[char]| TEXT.lines().filter(|line| line.starts_with(start)).count();
        let sum =
            |count: fn(&Service) -> usize| CATALOGUE.services.iter().map(count).sum::<usize>();
        assert_eq!(CATALOGUE.services.len(), lines(&['@']));
        assert_eq!(sum(|service| service.types.len()), lines(&['/']));
        let others = lines(&['@', '/', '=', '+']);
        assert_eq!(
            sum(|service| service.actions.len()),
            TEXT.lines().count() - others
        );
        assert!(
            CATALOGUE
                .services
                .is_sorted_by(|left, right| left.prefix < right.prefix)
        );
        assert!(
            lines(&['@']) > 400 && others > 4_000,
            "the data file is whole"
        );
    }

    #[test]
    fn numbers_refer_to_lines_that_exist() {
        for service in &CATALOGUE.services {
            for action in &service.actions {
                let types = action
                    .types
                    .iter()
                    .all(|&at| usize::from(at) < service.types.len());
                let keys = action
                    .keys
                    .iter()
                    .all(|&at| usize::from(at) < service.keys.len());
                assert!(types && keys, "{action}");
            }
        }
    }
}
