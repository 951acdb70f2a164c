//! Private keys: only the public key that each has is told.

use super::pem;
use super::public_key::{PublicKey, RsaKey};
use crypto_bigint::{BoxedUint, ConcatenatingMul};
use p256::elliptic_curve::sec1::ToSec1Point;
use pkcs1::RsaPrivateKeyRef;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

/// The longest RSA modulus that is looked at, in bytes.
const MODULUS_BYTES_MAX: usize = 512;

/// The public key of an unencrypted private key: PKCS #8, PKCS #1 or SEC 1, in PEM. It is computed from the private numbers; a
/// public key that stands beside them is not believed.
pub(crate) fn public_key_of(text: &str) -> Option<PublicKey> {
    // OpenSSL puts the curve into a block of its own before an EC key.
    let blocks = pem::blocks(text, 2)?;
    let key = match blocks.as_slice() {
        [key] => key,
        [parameters, key] if parameters.label == "EC PARAMETERS" => key,
        _ => return None,
    };
    let der = &key.contents;
    match key.label.as_str() {
        "RSA PRIVATE KEY" => rsa(der),
        "EC PRIVATE KEY" => ec(der),
        "PRIVATE KEY" => {
            let info = PrivateKeyInfoRef::from_der(der).ok()?;
            let inner = info.private_key.as_bytes();
            if info.algorithm.oid == pkcs1::ALGORITHM_OID {
                rsa(inner)
            } else if info.algorithm.oid == sec1::ALGORITHM_OID {
                ec(inner)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The modulus must be the product of the two primes.
fn rsa(der: &[u8]) -> Option<PublicKey> {
    let key = RsaPrivateKeyRef::from_der(der).ok()?;
    if key.modulus.as_bytes().len() > MODULUS_BYTES_MAX {
        return None;
    }
    let number = |bytes: &[u8]| Zeroizing::new(BoxedUint::from_be_slice_vartime(bytes));
    let (p, q) = (number(key.prime1.as_bytes()), number(key.prime2.as_bytes()));
    let one = BoxedUint::one();
    if *p <= one || *q <= one {
        return None;
    }
    let product = Zeroizing::new(p.concatenating_mul(&*q));
    if *product != *number(key.modulus.as_bytes()) {
        return None;
    }
    let (modulus, exponent) = (key.modulus.as_bytes(), key.public_exponent.as_bytes());
    Some(PublicKey::Rsa(RsaKey::of(modulus, exponent)))
}

fn ec(der: &[u8]) -> Option<PublicKey> {
    let key = EcPrivateKey::from_der(der).ok()?.private_key;
    let point = match key.len() {
        32 => {
            let key = p256::SecretKey::from_slice(key).ok()?.public_key();
            key.to_sec1_point(false).as_bytes().to_vec()
        }
        48 => {
            let key = p384::SecretKey::from_slice(key).ok()?.public_key();
            key.to_sec1_point(false).as_bytes().to_vec()
        }
        _ => return None,
    };
    Some(PublicKey::Ec(point))
}
