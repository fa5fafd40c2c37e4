"""Between trees and values, driven by the classes of the model: decoding, encoding, schemas."""
