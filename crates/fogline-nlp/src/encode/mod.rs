//! From tokens to one vector a token: hash embeddings, mixed, then read in context by convolutions.

mod cache;
mod tok2vec;
mod windows;

pub(crate) use tok2vec::{EncoderScratch, Tok2Vec, Words};
