use super::refusal::Refusal;
use serde_json::{Map, Value};

const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";
const ROLES: &str = "https://aws.amazon.com/roles";
const AUDIENCES_MAX: usize = 100;
const TAGS_MAX: usize = 50;
const SUBJECT_CHARACTERS_MAX: usize = 255;

/// What a token says, in types that cannot be wrong. From [`Token::verify`](super::Token::verify), and so from the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    issuer: String,
    subject: String,
    audiences: Vec<String>,
    authorized_party: Option<String>,
    issued: i64,
    not_before: Option<i64>,
    expires: i64,
    tags: SessionTags,
    source_identity: Option<String>,
    roles: Option<Vec<String>>,
    further: Map<String, Value>,
}

/// The session tags that a token asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionTags {
    /// Key and value.
    pub tags: Vec<(String, String)>,
    /// Keys that go on to further sessions.
    pub transitive: Vec<String>,
}

/// The value of a claim as condition keys take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimValue<'a> {
    /// A single text, or a number or truth value written as one.
    One(String),
    /// A list of texts.
    Many(Vec<&'a str>),
}

impl Claims {
    pub(super) fn read(mut all: Map<String, Value>) -> Result<Claims, Refusal> {
        let subject = text(&mut all, "sub")?.ok_or(Refusal::Missing("sub"))?;
        if subject.is_empty() || subject.chars().count() > SUBJECT_CHARACTERS_MAX {
            return Err(Refusal::Unreadable("sub"));
        }
        Ok(Claims {
            issuer: text(&mut all, "iss")?.ok_or(Refusal::Missing("iss"))?,
            subject,
            audiences: audiences(&mut all)?,
            authorized_party: text(&mut all, "azp")?,
            issued: moment(&all, "iat")?.ok_or(Refusal::Missing("iat"))?,
            not_before: moment(&all, "nbf")?,
            expires: moment(&all, "exp")?.ok_or(Refusal::Missing("exp"))?,
            tags: session_tags(&all)?,
            source_identity: text(&mut all, SOURCE_IDENTITY)?,
            roles: roles(&all)?,
            further: all,
        })
    }

    /// Who issued the token.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whom the token is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whom the token is for, as its `aud` says.
    #[must_use]
    pub fn audiences(&self) -> &[String] {
        &self.audiences
    }

    /// The authorized party, if the token names one.
    #[must_use]
    pub fn authorized_party(&self) -> Option<&str> {
        self.authorized_party.as_deref()
    }

    /// The client that the token is for: the authorized party where there is one, else the only audience.
    #[must_use]
    pub fn client(&self) -> Option<&str> {
        match (&self.authorized_party, self.audiences.as_slice()) {
            (Some(party), _) => Some(party),
            (None, [audience]) => Some(audience),
            (None, _) => None,
        }
    }

    /// The session tags that the issuer wants.
    #[must_use]
    pub fn session_tags(&self) -> &SessionTags {
        &self.tags
    }

    /// The source identity that the issuer vouches for.
    #[must_use]
    pub fn source_identity(&self) -> Option<&str> {
        self.source_identity.as_deref()
    }

    /// The roles that the issuer lets the subject have; `None` where it does not say.
    #[must_use]
    pub fn roles(&self) -> Option<&[String]> {
        self.roles.as_deref()
    }

    /// The value of any further claim, where condition keys can have it; objects are none.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<ClaimValue<'_>> {
        match self.further.get(name)? {
            Value::String(text) => Some(ClaimValue::One(text.clone())),
            Value::Bool(value) => Some(ClaimValue::One(value.to_string())),
            Value::Number(number) => Some(ClaimValue::One(number.to_string())),
            Value::Array(items) => {
                let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
                texts.map(ClaimValue::Many)
            }
            Value::Object(_) | Value::Null => None,
        }
    }

    pub(super) fn issued(&self) -> i64 {
        self.issued
    }

    pub(super) fn not_before(&self) -> Option<i64> {
        self.not_before
    }

    pub(super) fn expires(&self) -> i64 {
        self.expires
    }
}

fn text(all: &mut Map<String, Value>, name: &'static str) -> Result<Option<String>, Refusal> {
    match all.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::Unreadable(name)),
    }
}

/// whole seconds since 1970.
fn moment(all: &Map<String, Value>, name: &'static str) -> Result<Option<i64>, Refusal> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => match number.as_i64() {
            Some(seconds) => Ok(Some(seconds)),
            None => Err(Refusal::Unreadable(name)),
        },
        Some(_) => Err(Refusal::Unreadable(name)),
    }
}

fn audiences(all: &mut Map<String, Value>) -> Result<Vec<String>, Refusal> {
    let audiences = match all.remove("aud") {
        None | Some(Value::Null) => return Err(Refusal::Missing("aud")),
        Some(Value::String(audience)) => vec![audience],
        Some(Value::Array(items)) => texts(&items).ok_or(Refusal::Unreadable("aud"))?,
        Some(_) => return Err(Refusal::Unreadable("aud")),
    };
    if audiences.is_empty() || audiences.len() > AUDIENCES_MAX {
        return Err(Refusal::Unreadable("aud"));
    }
    Ok(audiences)
}

fn texts(items: &[Value]) -> Option<Vec<String>> {
    items
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}

fn roles(all: &Map<String, Value>) -> Result<Option<Vec<String>>, Refusal> {
    match all.get(ROLES) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(role)) => Ok(Some(vec![role.clone()])),
        Some(Value::Array(items)) => match texts(items) {
            Some(roles) => Ok(Some(roles)),
            None => Err(Refusal::Unreadable(ROLES)),
        },
        Some(_) => Err(Refusal::Unreadable(ROLES)),
    }
}

/// Both forms: one object, or a claim a tag. A token that uses both asks for both.
fn session_tags(all: &Map<String, Value>) -> Result<SessionTags, Refusal> {
    let mut found = SessionTags::default();
    match all.get(TAGS) {
        None | Some(Value::Null) => {}
        Some(Value::Object(members)) => {
            match members.get("principal_tags") {
                None => {}
                Some(Value::Object(tags)) => {
                    for (key, value) in tags {
                        found.tags.push((key.clone(), tag_value(value)?));
                    }
                }
                Some(_) => return Err(Refusal::Unreadable(TAGS)),
            }
            found.transitive = transitive(members.get("transitive_tag_keys"))?;
        }
        Some(_) => return Err(Refusal::Unreadable(TAGS)),
    }
    for (name, value) in all {
        let Some(name) = name
            .strip_prefix(TAGS)
            .and_then(|name| name.strip_prefix('/'))
        else {
            continue;
        };
        if let Some(key) = name.strip_prefix("principal_tags/") {
            found.tags.push((key.to_owned(), tag_value(value)?));
        } else if name == "transitive_tag_keys" {
            found.transitive.extend(transitive(Some(value))?);
        }
    }
    if found.tags.len() > TAGS_MAX || found.transitive.len() > TAGS_MAX {
        return Err(Refusal::Unreadable(TAGS));
    }
    Ok(found)
}

fn transitive(value: Option<&Value>) -> Result<Vec<String>, Refusal> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::String(key)) => Ok(vec![key.clone()]),
        Some(Value::Array(items)) => texts(items).ok_or(Refusal::Unreadable(TAGS)),
        Some(_) => Err(Refusal::Unreadable(TAGS)),
    }
}

/// A tag has one value, in a list or bare.
fn tag_value(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => match items.as_slice() {
            [Value::String(text)] => Ok(text.clone()),
            _ => Err(Refusal::Unreadable(TAGS)),
        },
        _ => Err(Refusal::Unreadable(TAGS)),
    }
}
