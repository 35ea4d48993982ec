package distr

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed361c4c3e/distr-go/internal/durable"
)

// spillHeader is how a spill file begins, so that no other file is taken for one
// and emptied.
const spillHeader = `{"distr":"pull log","format":1}` + "\n"

// A spillFile holds entries of the pull log for which the store had no time: a
// header, and a line of JSON for each. It is only ever added to, until all of it
// is in the store; then it is emptied. What add has returned for is on the disk.
type spillFile struct {
	path string
	file *os.File
	size int64 // bytes that are whole
	read int64 // bytes that are in the store
}

// openSpill opens the file at path, or makes it. A line that a crash has cut off
// is cut away; lost says whether there was one.
func openSpill(path string) (s *spillFile, lost bool, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, err
	}
	s = &spillFile{path: path, file: file}
	if lost, err = s.begin(); err != nil {
		return nil, false, errors.Join(fmt.Errorf("spill file %s: %w", path, err), file.Close())
	}
	return s, lost, nil
}

func (s *spillFile) begin() (lost bool, err error) {
	info, err := s.file.Stat()
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, errors.New("it is not a file")
	}
	head := make([]byte, min(info.Size(), int64(len(spillHeader))))
	if _, err := s.file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	if !bytes.HasPrefix([]byte(spillHeader), head) { // a part of it is what a crash leaves
		return false, errors.New("it holds something else; name one that does not exist yet")
	}
	if len(head) < len(spillHeader) {
		if _, err := s.file.WriteAt([]byte(spillHeader), 0); err != nil {
			return false, err
		}
	}
	s.read = int64(len(spillHeader))
	if s.size, err = s.wholeLines(max(info.Size(), s.read)); err != nil {
		return false, err
	}
	lost = s.size < info.Size()
	if err := s.file.Truncate(s.size); err != nil {
		return lost, err
	}
	return lost, errors.Join(s.file.Sync(), durable.SyncFolder(filepath.Dir(s.path)))
}

// wholeLines is where the last line feed ends within so many bytes.
func (s *spillFile) wholeLines(size int64) (int64, error) {
	block := make([]byte, 4096)
	for end := size; end > s.read; {
		from := max(s.read, end-int64(len(block)))
		n, err := s.file.ReadAt(block[:end-from], from)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if i := bytes.LastIndexByte(block[:n], '\n'); i >= 0 {
			return from + int64(i) + 1, nil
		}
		end = from
	}
	return s.read, nil
}

// empty says whether all of it is in the store.
func (s *spillFile) empty() bool { return s.read >= s.size }

// add writes entries and returns when the disk has them. If it fails, none are
// there.
func (s *spillFile) add(pulls []writtenPull) error {
	var lines []byte
	for _, p := range pulls {
		line, err := spillLine(p)
		if err != nil {
			return err
		}
		lines = append(lines, line...)
	}
	_, err := s.file.WriteAt(lines, s.size)
	if err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		// What stands behind size is written over by the next add; cutting it
		// off frees room if the disk is full.
		return errors.Join(err, s.file.Truncate(s.size))
	}
	s.size += int64(len(lines))
	return nil
}

// next reads at most so many entries that are not in the store yet. upTo is where
// they end; broken counts lines that are not as they were written.
func (s *spillFile) next(most int) (pulls []writtenPull, upTo int64, broken int, err error) {
	upTo = s.read
	lines := bufio.NewReader(io.NewSectionReader(s.file, s.read, s.size-s.read))
	for len(pulls) < most {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, s.read, 0, err
		}
		upTo += int64(len(line))
		p, err := parseSpillLine(line)
		if err != nil {
			broken++
			continue
		}
		pulls = append(pulls, p)
	}
	return pulls, upTo, broken, nil
}

// done says that everything up to there is in the store, and empties the file
// when that is all. That it cannot be emptied does no harm: what is put again
// changes nothing.
func (s *spillFile) done(upTo int64) error {
	s.read = upTo
	if !s.empty() {
		return nil
	}
	head := int64(len(spillHeader))
	if err := s.file.Truncate(head); err != nil {
		return err
	}
	s.read, s.size = head, head
	return s.file.Sync()
}

func (s *spillFile) close() error { return s.file.Close() }
