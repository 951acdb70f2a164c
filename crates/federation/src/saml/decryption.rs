//! Encrypted assertions. Whatever fails in here is one and the same refusal: an attacker learns nothing from it.

use super::names::{ENCRYPTION, ENCRYPTION_11, SIGNATURE};
use super::private_key::PrivateKey;
use super::tree::Tree;
use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepAlgorithm, OaepPrivateDecryptingKey,
};
use uppsala::NodeId;
use zeroize::Zeroizing;

const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#sha384";
const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";
const OAEP: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const OAEP_11: &str = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
const MGF: &str = "http://www.w3.org/2009/xmlenc11#mgf1";

/// How the content is encrypted.
#[derive(Clone, Copy)]
enum Content {
    Gcm(&'static aws_lc_rs::aead::Algorithm),
    Cbc(&'static aws_lc_rs::cipher::Algorithm),
}

/// The response's text with the encrypted assertion replaced by what it holds, opened by the first key that fits.
pub(super) fn opened(
    tree: &Tree,
    text: &str,
    encrypted: NodeId,
    keys: &[PrivateKey],
) -> Option<Zeroizing<String>> {
    let range = tree.document.node_range(encrypted)?;
    let plain = decrypted(tree, encrypted, keys)?;
    let plain = std::str::from_utf8(&plain).ok()?;
    // A declaration may stand at the beginning of a document only.
    let plain = match plain.trim_start().strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>")?.1,
        None => plain,
    };
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let mut whole = Zeroizing::new(String::with_capacity(
        before.len() + plain.len() + after.len(),
    ));
    for part in [before, plain, after] {
        whole.push_str(part);
    }
    Some(whole)
}

fn decrypted(tree: &Tree, encrypted: NodeId, keys: &[PrivateKey]) -> Option<Zeroizing<Vec<u8>>> {
    let data = tree.one(encrypted, ENCRYPTION, "EncryptedData").ok()?;
    let content = content(tree, data)?;
    let ciphertext = cipher_value(tree, data)?;
    let wrapped = encrypted_key(tree, encrypted, data)?;
    let algorithm = transport(tree, wrapped)?;
    let wrapped = cipher_value(tree, wrapped)?;
    keys.iter().find_map(|key| {
        let private = OaepPrivateDecryptingKey::new(key.opened()?).ok()?;
        let mut room = Zeroizing::new(vec![0; private.min_output_size()]);
        let secret = private.decrypt(algorithm, &wrapped, &mut room, None).ok()?;
        content.open(secret, &ciphertext)
    })
}

/// The one wrapped key: inside the data's key information, or beside the data.
fn encrypted_key(tree: &Tree, encrypted: NodeId, data: NodeId) -> Option<NodeId> {
    let inside = tree
        .at_most_one(data, SIGNATURE, "KeyInfo")
        .ok()?
        .into_iter()
        .flat_map(|information| tree.named(information, ENCRYPTION, "EncryptedKey"));
    let mut found: Vec<NodeId> = inside.collect();
    found.extend(tree.named(encrypted, ENCRYPTION, "EncryptedKey"));
    match found[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn cipher_value(tree: &Tree, node: NodeId) -> Option<Vec<u8>> {
    let data = tree.one(node, ENCRYPTION, "CipherData").ok()?;
    let value = tree.one(data, ENCRYPTION, "CipherValue").ok()?;
    tree.bytes(value).ok()
}

fn content(tree: &Tree, data: NodeId) -> Option<Content> {
    let method = tree.one(data, ENCRYPTION, "EncryptionMethod").ok()?;
    Some(match tree.attribute(method, "Algorithm")? {
        "http://www.w3.org/2009/xmlenc11#aes128-gcm" => Content::Gcm(&AES_128_GCM),
        "http://www.w3.org/2009/xmlenc11#aes256-gcm" => Content::Gcm(&AES_256_GCM),
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => Content::Cbc(&AES_128),
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => Content::Cbc(&AES_256),
        _ => return None,
    })
}

/// How the key is wrapped: OAEP, with one hash for both of its uses. The older padding is not taken.
fn transport(tree: &Tree, wrapped: NodeId) -> Option<&'static OaepAlgorithm> {
    let method = tree.one(wrapped, ENCRYPTION, "EncryptionMethod").ok()?;
    let part = |namespace, name| match tree.at_most_one(method, namespace, name) {
        Ok(Some(part)) => tree.attribute(part, "Algorithm").map(Some),
        Ok(None) => Some(None),
        Err(_) => None,
    };
    let digest = part(SIGNATURE, "DigestMethod")?.unwrap_or(SHA1);
    let mask = match tree.attribute(method, "Algorithm")? {
        OAEP => "sha1",
        OAEP_11 => match part(ENCRYPTION_11, "MGF")? {
            Some(mask) => mask.strip_prefix(MGF)?,
            None => "sha1",
        },
        _ => return None,
    };
    if tree
        .named(method, ENCRYPTION, "OAEPparams")
        .next()
        .is_some()
    {
        return None;
    }
    Some(match (digest, mask) {
        (SHA1, "sha1") => &OAEP_SHA1_MGF1SHA1,
        (SHA256, "sha256") => &OAEP_SHA256_MGF1SHA256,
        (SHA384, "sha384") => &OAEP_SHA384_MGF1SHA384,
        (SHA512, "sha512") => &OAEP_SHA512_MGF1SHA512,
        _ => return None,
    })
}

impl Content {
    fn open(self, secret: &[u8], ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Content::Gcm(algorithm) => {
                let (nonce, sealed) = ciphertext.split_first_chunk::<12>()?;
                let key = LessSafeKey::new(UnboundKey::new(algorithm, secret).ok()?);
                let mut room = Zeroizing::new(sealed.to_vec());
                let nonce = Nonce::assume_unique_for_key(*nonce);
                let plain = key.open_in_place(nonce, Aad::empty(), &mut room).ok()?;
                Some(Zeroizing::new(plain.to_vec()))
            }
            Content::Cbc(algorithm) => {
                let (start, sealed) = ciphertext.split_first_chunk::<16>()?;
                let key = UnboundCipherKey::new(algorithm, secret).ok()?;
                let key = PaddedBlockDecryptingKey::cbc_iso10126(key).ok()?;
                let mut room = Zeroizing::new(sealed.to_vec());
                let context = DecryptionContext::Iv128(FixedLength::from(start));
                let plain = key.decrypt(&mut room, context).ok()?;
                Some(Zeroizing::new(plain.to_vec()))
            }
        }
    }
}
