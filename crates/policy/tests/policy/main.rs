//! Tests of the policy language through its public face.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod combination;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod enumeration;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod invariants;
#[cfg(test)]
mod json;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod specs;
#[cfg(test)]
mod worlds;
#[cfg(test)]
mod written;
