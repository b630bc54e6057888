//! Tests of the engine from outside, one module for each part of it.

mod acquire;
