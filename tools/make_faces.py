"""Write assets/faces from scikit-image's pictures: `python tools/make_faces.py PATH/TO/lfw_subset.npy`.

The same file gives the same bytes: the order is drawn from a fixed seed, and gzip keeps no time.
"""

import argparse
import gzip
import struct
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[1] / "assets" / "faces"
FACES = NOT_FACES = 100
TEST_OF_EACH = 20
ORDER_SEED = 1

Bytes = NDArray[np.uint8]


def main() -> int:
    """Write the four IDX files."""
    parser = argparse.ArgumentParser(description="Write assets/faces from scikit-image's lfw_subset.npy.")
    parser.add_argument("file", type=Path, help="skimage/data/lfw_subset.npy of scikit-image 0.26.0")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    values = np.load(arguments.file, allow_pickle=False)
    if values.shape != (FACES + NOT_FACES, 25, 25) or values.min() < 0 or values.max() > 1:
        parser.error(f"{arguments.file}: expected 200 pictures of 25×25 with values from 0 to 1")
    pictures = np.rint(values * 255).astype(np.uint8)
    labels = np.repeat([1, 0], [FACES, NOT_FACES]).astype(np.uint8)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for stem, chosen in zip(("t10k", "train"), parts(labels), strict=True):
        write(arguments.folder / f"faces-{stem}-images-idx3-ubyte.gz", pictures[chosen])
        write(arguments.folder / f"faces-{stem}-labels-idx1-ubyte.gz", labels[chosen])
    return 0


def parts(labels: Bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the indices of the test pictures, as many of each label, and of the others, both in a drawn order."""
    order = np.random.default_rng(ORDER_SEED).permutation(len(labels))
    test = np.concatenate([order[labels[order] == label][:TEST_OF_EACH] for label in (0, 1)])
    is_test = np.isin(order, test)
    return order[is_test], order[~is_test]


def write(file: Path, values: Bytes) -> None:
    """Write an array as a gzipped IDX file."""
    header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
    file.write_bytes(gzip.compress(header + values.tobytes(), mtime=0))


if __name__ == "__main__":
    sys.exit(main())
