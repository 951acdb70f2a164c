//! Tests of the policy language through its public face.

mod fixtures;
mod naive;
mod specs;
