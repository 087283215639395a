"""Arrow values made from their buffers: `pa.array` and `pa.scalar` import pandas, which costs more
than checking all shipped facts.
"""

import struct
from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa


def texts(values: Sequence[str]) -> pa.Array:
    """An Arrow array of texts."""
    encoded = [value.encode() for value in values]
    offsets = array("i", [0])
    for text in encoded:
        offsets.append(offsets[-1] + len(text))
    return pa.Array.from_buffers(
        pa.string(),
        len(encoded),
        [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(encoded))],
    )


def text(value: str) -> pa.Scalar:
    """An Arrow text."""
    return texts([value])[0]


def integers(values: Sequence[int]) -> pa.Array:
    """An Arrow array of whole numbers."""
    return pa.Array.from_buffers(
        pa.int64(), len(values), [None, pa.py_buffer(array("q", values).tobytes())]
    )


def number(value: Any) -> pa.Scalar:
    """An Arrow scalar of a whole number, a number or a day."""
    if isinstance(value, date):
        return pa.Array.from_buffers(
            pa.date32(), 1, [None, pa.py_buffer(struct.pack("i", (value - date(1970, 1, 1)).days))]
        )[0]
    kind, form = (pa.int64(), "q") if isinstance(value, int) else (pa.float64(), "d")
    return pa.Array.from_buffers(kind, 1, [None, pa.py_buffer(struct.pack(form, value))])[0]
