//! Encrypted assertions.

use crate::maker::*;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey,
    PrivateDecryptingKey, PublicEncryptingKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::saml::{Encryption, PrivateKey, Refusal};
use std::sync::LazyLock;

static RECIPIENT: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::from_pem(&Signer::new(&rcgen::PKCS_RSA_SHA256).pem).unwrap());

fn public() -> PublicEncryptingKey {
    let key = PrivateDecryptingKey::from_pkcs8(RECIPIENT.der())
        .unwrap()
        .public_key();
    PublicEncryptingKey::from_der(key.as_der().unwrap().as_ref()).unwrap()
}

fn wrap(algorithm: &'static OaepAlgorithm, secret: &[u8]) -> String {
    let public = OaepPublicEncryptingKey::new(public()).unwrap();
    let mut room = vec![0; public.ciphertext_size()];
    STANDARD.encode(public.encrypt(algorithm, secret, &mut room, None).unwrap())
}

const OAEP: &str =
    r#"<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>"#;
const OAEP_256: &str = r#"<xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#rsa-oaep"><ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><m:MGF xmlns:m="http://www.w3.org/2009/xmlenc11#" Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha256"/></xenc:EncryptionMethod>"#;

fn envelope(content: &str, data: &str, transport: &str, key: &str) -> String {
    format!(
        r#"<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="{content}"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>{transport}<xenc:CipherData><xenc:CipherValue>{key}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{data}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"#
    )
}

fn gcm(plain: &str) -> String {
    let (secret, nonce) = ([7_u8; 32], [9_u8; 12]);
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &secret).unwrap());
    let mut data = plain.as_bytes().to_vec();
    let nonce_of = Nonce::assume_unique_for_key(nonce);
    key.seal_in_place_append_tag(nonce_of, Aad::empty(), &mut data)
        .unwrap();
    let data = STANDARD.encode([&nonce[..], &data].concat());
    envelope(
        "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        &data,
        OAEP_256,
        &wrap(&OAEP_SHA256_MGF1SHA256, &secret),
    )
}

fn cbc(plain: &str) -> String {
    let secret = [5_u8; 16];
    let key = UnboundCipherKey::new(&AES_128, &secret).unwrap();
    let mut data = plain.as_bytes().to_vec();
    let context = PaddedBlockEncryptingKey::cbc_pkcs7(key)
        .unwrap()
        .encrypt(&mut data)
        .unwrap();
    let start: &[u8] = (&context).try_into().unwrap();
    let data = STANDARD.encode([start, &data].concat());
    envelope(
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        &data,
        OAEP,
        &wrap(&OAEP_SHA1_MGF1SHA1, &secret),
    )
}

fn open(text: &str, keys: &[PrivateKey], encryption: Encryption) -> Result<String, Refusal> {
    take_with(&IDP, text, keys, encryption).map(|said| said.subject)
}

#[test]
fn an_encrypted_assertion_is_opened_and_then_verified() {
    let keys = [RECIPIENT.clone()];
    for encrypted in [gcm(&signed_assertion()), cbc(&signed_assertion())] {
        for demand in [Encryption::Allowed, Encryption::Required] {
            let text = response("", &encrypted);
            assert_eq!(open(&text, &keys, demand), Ok("ann".to_owned()));
        }
    }
    // A declaration in front, and namespaces that the response declares.
    let inherited = signed_assertion().replacen(
        r#" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion""#,
        "",
        1,
    );
    let text = response("", &gcm(&format!("<?xml version=\"1.0\"?>{inherited}")));
    assert_eq!(
        open(&text, &keys, Encryption::Required),
        Ok("ann".to_owned())
    );
}

#[test]
fn any_of_the_providers_keys_opens() {
    let other = PrivateKey::from_pem(&Signer::new(&rcgen::PKCS_RSA_SHA256).pem).unwrap();
    let text = response("", &gcm(&signed_assertion()));
    let keys = [other.clone(), RECIPIENT.clone()];
    assert_eq!(
        open(&text, &keys, Encryption::Allowed),
        Ok("ann".to_owned())
    );
    for keys in [&[][..], &[other]] {
        assert_eq!(
            open(&text, keys, Encryption::Allowed),
            Err(Refusal::Encrypted)
        );
    }
}

#[test]
fn a_plain_assertion_is_refused_where_encryption_is_required() {
    let keys = [RECIPIENT.clone()];
    assert_eq!(
        open(&good(), &keys, Encryption::Required),
        Err(Refusal::NotEncrypted)
    );
}

#[test]
fn the_response_is_signed_over_the_encrypted_form() {
    let keys = [RECIPIENT.clone()];
    let text = response(&template("_r1", ECDSA_SHA256), &gcm(&signed_assertion()));
    let signed = sign(&IDP, &text);
    assert_eq!(
        open(&signed, &keys, Encryption::Allowed),
        Ok("ann".to_owned())
    );
    let other = sign(&EVIL, &text);
    assert!(matches!(
        open(&other, &keys, Encryption::Allowed),
        Err(Refusal::Signature(_))
    ));
}

#[test]
fn whatever_fails_inside_is_one_refusal() {
    let keys = [RECIPIENT.clone()];
    let unsigned = assertion("_a1", "", "ann");
    let of_evil = sign(
        &EVIL,
        &assertion("_a1", &template("_a1", ECDSA_SHA256), "ann"),
    );
    let twice = format!("{}{}", signed_assertion(), assertion("_b", "", "admin"));
    let again = gcm(&signed_assertion());
    let escape = "</samlp:Response><samlp:Response>";
    for plain in [
        &unsigned, &of_evil, &twice, &again, "", "hello", "<a>", escape,
    ] {
        for encrypted in [gcm(plain), cbc(plain)] {
            assert_eq!(
                open(&response("", &encrypted), &keys, Encryption::Allowed),
                Err(Refusal::Encrypted),
                "{plain}"
            );
        }
    }
    let good = gcm(&signed_assertion());
    for (from, to) in [
        ("aes256-gcm", "aes192-gcm"),
        ("mgf1sha256", "mgf1sha1"),
        ("xmlenc11#rsa-oaep", "../04/xmlenc#rsa-1_5"),
        ("xenc:CipherValue>", "xenc:CipherReference>"),
    ] {
        let changed = good.replace(from, to);
        assert_ne!(changed, good);
        let text = response("", &changed);
        assert_eq!(
            open(&text, &keys, Encryption::Allowed),
            Err(Refusal::Encrypted),
            "{from}"
        );
    }
}
