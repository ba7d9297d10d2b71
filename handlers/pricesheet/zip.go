package pricesheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// Limits of a workbook, which is a zip file: what is in it is looked at only after its directory was found to be within them.
const (
	maxParts     = 4096
	maxDirectory = 4 << 20   // bytes
	maxUnpacked  = 400 << 20 // bytes of all parts together
	maxRatio     = 150       // times that a part of more than freeRatio bytes may grow
	freeRatio    = 8 << 20
)

// openZip opens a zip file whose directory and sizes are within the limits.
func openZip(r io.ReaderAt, size int64) (map[string]*zip.File, error) {
	if err := checkDirectory(r, size); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse(0, "looks like an Excel file, but is damaged")
	}
	if len(archive.File) > maxParts {
		return nil, refuse(0, fmt.Sprintf("has more than the %d parts that an Excel file may have", maxParts))
	}
	parts := map[string]*zip.File{}
	unpacked := uint64(0)
	for _, part := range archive.File {
		if unpacked += min(part.UncompressedSize64, maxUnpacked+1); unpacked > maxUnpacked {
			return nil, refuse(0, fmt.Sprintf("has more than %d MB when unpacked, which is more than an Excel file may have", maxUnpacked>>20))
		}
		name := partName(part.Name)
		if parts[name] != nil {
			return nil, refuse(0, "has a part twice: "+quoted(part.Name))
		}
		parts[name] = part
	}
	return parts, nil
}

// partName is a part's name as it is compared: Excel does not care about case, nor some programs about slashes.
func partName(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, "\\", "/")), "/")
}

// checkDirectory finds the end of the directory of a zip file and looks at its size, before package zip reads it all into memory.
func checkDirectory(r io.ReaderAt, size int64) error {
	const endSize, farthest = 22, 22 + 1<<16
	tail := make([]byte, min(size, farthest))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return fmt.Errorf("read the end of a file: %w", err)
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endSize {
		return refuse(0, "looks like an Excel file, but its end is missing")
	}
	end := tail[at:]
	parts, length, offset := binary.LittleEndian.Uint16(end[10:]), binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	if parts > maxParts || length > maxDirectory || int64(offset) < size-maxDirectory-farthest {
		return refuse(0, fmt.Sprintf("has more than the %d parts that an Excel file may have, or a directory larger than it needs", maxParts))
	}
	return nil
}

// openPart unpacks a part. It ends with an error where it is larger than its directory says.
func openPart(part *zip.File) (io.ReadCloser, error) {
	if unpacked := part.UncompressedSize64; unpacked > freeRatio && unpacked/maxRatio > part.CompressedSize64 {
		return nil, refuse(0, fmt.Sprintf("has a part that grows to more than %d times its size when unpacked", maxRatio))
	}
	in, err := part.Open()
	if err != nil {
		return nil, refuse(0, "has a part that cannot be unpacked: "+quoted(part.Name))
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(in, int64(part.UncompressedSize64)+1), in}, nil
}
