#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes quine.zip, whose only member is quine.zip itself, byte for byte.

After Russ Cox, "Zip Files All The Way Down" (2010): a deflate stream of stored blocks ("literal", L) and of blocks
that repeat what was just put out (R), each of which takes five bytes and so counts as one unit. The checksum, which
stands in the file that it is the checksum of, is found by solving linear equations: CRC-32 is affine over GF(2).
"""
import pathlib
import struct
import zlib

NAME = b'quine-quine-quine-quine-32.zip'       # 30 bytes: with them the header has the length that R can repeat
COMMENT = b'This archive contains itself, and nothing else.'


def literal(size):
    return struct.pack('<BHH', 0, size, size ^ 0xffff)


def code(value, base, first, extra):
    """Number of the Huffman code, bits and value of what follows it."""
    for index in range(len(base) - 1, -1, -1):
        if value >= base[index]:
            return first + index, extra[index], value - base[index]
    raise ValueError(value)


LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227]
LENGTH_BITS = [0] * 8 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 4
DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385]
DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]


def repeat(lengths, empty_blocks=0, final=False):
    """The last sum(lengths) bytes once more, in five bytes (RFC 1951, 3.2.6)."""
    bits = ('0' + '10' + '0000000') * empty_blocks
    bits += ('1' if final else '0') + '10'
    for length in lengths:
        symbol, count, value = code(length, LENGTHS, 257, LENGTH_BITS)
        bits += f'{symbol - 256:07b}' if symbol < 280 else f'{symbol - 280 + 192:08b}'
        bits += f'{value:0{count}b}'[::-1] if count else ''
        symbol, count, value = code(sum(lengths), DISTANCES, 0, DISTANCE_BITS)
        bits += f'{symbol:05b}' + (f'{value:0{count}b}'[::-1] if count else '')
    bits += '0000000'
    assert len(bits) == 40 or final and 32 < len(bits) <= 40, len(bits)
    return int(bits[::-1], 2).to_bytes(5, 'little')


def archive(checksum):
    def member(size, packed):
        return struct.pack('<HHHHHIIIHH', 20, 0, 8, 0, 0x21, checksum, packed, size, len(NAME), 0)

    def assemble(size, packed):
        head = b'PK\3\4' + member(size, packed) + NAME
        directory = (b'PK\1\2' + struct.pack('<H', 20) + member(size, packed) + struct.pack('<HHHII', 0, 0, 0, 0, 0)
                     + NAME)
        tail = directory + b'PK\5\6' + struct.pack('<HHHHIIH', 0, 0, 1, 1, len(directory), len(head) + packed,
                                                  len(COMMENT)) + COMMENT
        l0, l1, l4 = literal(0), literal(5), literal(20)
        lp, ls = literal(len(head) + 5), literal(len(tail) + 5)
        rp, r4 = repeat([len(head) + 5], empty_blocks=1), repeat([10, 10])
        rs = repeat([len(tail) + 5], final=True)
        body = (lp + head + lp + rp + l1 + rp + l1 + l1 + l4 + rp + l1 + l1 + l4 + r4 + l4 + r4 + l4 + r4 + l4 + r4
                + l4 + r4 + l0 + l0 + ls + r4 + l0 + l0 + ls + rs + tail + rs)
        return len(body), head + body + tail

    packed, whole = assemble(0, 0)
    return assemble(len(whole), packed)[1]


def fixed_point():
    """The c for which the checksum of archive(c) is c."""
    constant = zlib.crc32(archive(0))
    rows = []               # one equation for each bit of c: mask of unknowns, right side
    columns = [zlib.crc32(archive(1 << bit)) ^ constant ^ (1 << bit) for bit in range(32)]
    for bit in range(32):
        rows.append([sum((column >> bit & 1) << index for index, column in enumerate(columns)), constant >> bit & 1])
    solved = {}
    for bit in range(32):
        pivot = next((row for row in rows if row[0] >> bit & 1), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in rows + list(solved.values()):
            if row[0] >> bit & 1:
                row[0] ^= pivot[0]
                row[1] ^= pivot[1]
        solved[bit] = pivot
    assert not any(row[1] for row in rows), 'no solution: change the comment'
    return sum(row[1] << bit for bit, row in solved.items())


whole = archive(fixed_point())
pathlib.Path(__file__).with_name('quine.zip').write_bytes(whole)
