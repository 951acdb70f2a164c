use std::borrow::Cow;

/// A refusal in AWS's words: code, HTTP status and message.
///
/// It never holds an expected signature, a given signature, a secret or a token: an Authorization
/// header is only ever repeated as its SHA-256, as AWS does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Error {
    code: Code,
    message: Cow<'static, str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    MissingAuthenticationToken,
    IncompleteSignature,
    InvalidClientTokenId,
    SignatureDoesNotMatch,
    ExpiredToken,
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

impl Code {
    fn text(self) -> &'static str {
        match self {
            Code::MissingAuthenticationToken => "MissingAuthenticationToken",
            Code::IncompleteSignature => "IncompleteSignature",
            Code::InvalidClientTokenId => "InvalidClientTokenId",
            Code::SignatureDoesNotMatch => "SignatureDoesNotMatch",
            Code::ExpiredToken => "ExpiredToken",
        }
    }
}

impl Error {
    /// AWS's error code.
    pub fn code(&self) -> &'static str {
        self.code.text()
    }

    /// The HTTP status that goes with the code (spec 7.10).
    pub fn status(&self) -> u16 {
        match self.code {
            Code::IncompleteSignature => 400,
            Code::MissingAuthenticationToken
            | Code::InvalidClientTokenId
            | Code::SignatureDoesNotMatch
            | Code::ExpiredToken => 403,
        }
    }

    /// The text for the caller.
    pub fn message(&self) -> String {
        self.message.clone().into_owned()
    }

    /// The refusal of a request that carries no signature where one is needed.
    pub fn missing_authentication_token() -> Error {
        Error {
            code: Code::MissingAuthenticationToken,
            message: "Request is missing Authentication Token".into(),
        }
    }

    /// The refusal of an unknown access key or a token that does not belong to it (S-2).
    pub fn invalid_client_token_id() -> Error {
        Error {
            code: Code::InvalidClientTokenId,
            message: "The security token included in the request is invalid.".into(),
        }
    }

    /// The refusal of a session that is over (S-2).
    pub fn expired_token() -> Error {
        Error {
            code: Code::ExpiredToken,
            message: "The security token included in the request is expired".into(),
        }
    }

    /// The refusal of a signature that is not the one the request should carry; says nothing of that one.
    pub fn signature_does_not_match() -> Error {
        Error::mismatch(
            "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method. \
             Consult the service documentation for details.",
        )
    }

    pub(crate) fn mismatch(message: impl Into<Cow<'static, str>>) -> Error {
        Error {
            code: Code::SignatureDoesNotMatch,
            message: message.into(),
        }
    }

    pub(crate) fn incomplete(message: impl Into<Cow<'static, str>>) -> Error {
        Error {
            code: Code::IncompleteSignature,
            message: message.into(),
        }
    }
}

/// The caller's text as a message repeats it: cut at 128 characters.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(128) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_those_of_the_specification() {
        let table = [
            (
                Error::missing_authentication_token(),
                "MissingAuthenticationToken",
                403,
            ),
            (Error::incomplete(""), "IncompleteSignature", 400),
            (
                Error::invalid_client_token_id(),
                "InvalidClientTokenId",
                403,
            ),
            (
                Error::signature_does_not_match(),
                "SignatureDoesNotMatch",
                403,
            ),
            (Error::expired_token(), "ExpiredToken", 403),
        ];
        for (error, code, status) in table {
            assert_eq!((error.code(), error.status()), (code, status));
        }
    }

    #[test]
    fn the_callers_text_is_cut() {
        assert_eq!(excerpt("short"), "short");
        assert_eq!(excerpt(&"é".repeat(500)).chars().count(), 129);
    }
}
