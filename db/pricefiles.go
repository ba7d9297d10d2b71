package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"tiersync/domain"
)

// This file keeps price lists that people sent until they are saved. They arrive over slow lines and may be large, so each part of one is
// a transaction of its own, and whoever reads one has a part or two in memory.

// Limits of what is kept.
const (
	filePart     = 1 << 20 // bytes
	filesKept    = 8       // of an account: the oldest goes when another comes
	fileKeptHour = 24      // hours after it was sent
)

// TakePriceFile keeps what a reader gives as a price list of the viewer's account. Nothing is kept where the reader fails.
func (d *DB) TakePriceFile(ctx context.Context, v domain.Viewer, name string, choices domain.ImportChoices, from io.Reader) (domain.PriceFileID, error) {
	var id domain.PriceFileID
	err := d.write(ctx, func(s *store) (err error) {
		id, err = s.beginFile(ctx, v, name, choices)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("keep the price list %q: %w", name, err)
	}
	if err := d.takeParts(ctx, id, from); err != nil {
		return 0, errors.Join(fmt.Errorf("keep the price list %q: %w", name, err), d.ForgetPriceFile(context.WithoutCancel(ctx), v, id))
	}
	return id, nil
}

// beginFile makes room for a file: what is too old or too many goes.
func (s *store) beginFile(ctx context.Context, v domain.Viewer, name string, choices domain.ImportChoices) (id domain.PriceFileID, err error) {
	const forget = `
		DELETE FROM price_file WHERE at < now() - make_interval(hours => $1)
			OR id IN (SELECT id FROM price_file WHERE account_id = $2 ORDER BY id DESC OFFSET $3)`
	if _, err := s.tx.ExecContext(ctx, forget, fileKeptHour, v.Account.ID, filesKept-1); err != nil {
		return 0, err
	}
	text, err := json.Marshal(choices)
	if err != nil {
		return 0, err
	}
	const begin = `INSERT INTO price_file (account_id, user_id, name, choices) VALUES ($1, nullif($2::bigint, 0), $3, $4) RETURNING id`
	err = s.tx.GetContext(ctx, &id, begin, v.Account.ID, v.User.ID, name, string(text))
	return id, err
}

// takeParts stores a file part by part.
func (d *DB) takeParts(ctx context.Context, id domain.PriceFileID, from io.Reader) error {
	sum, part, size := sha256.New(), make([]byte, filePart), int64(0)
	for place := 0; ; place++ {
		n, last, err := fill(part, from)
		if err != nil {
			return err
		}
		sum.Write(part[:n])
		size += int64(n)
		err = d.write(ctx, func(s *store) error {
			if _, err := s.tx.ExecContext(ctx, `INSERT INTO price_file_part (file_id, place, bytes) VALUES ($1, $2, $3)`, id, place, part[:n]); err != nil {
				return err
			}
			if !last {
				return nil
			}
			const whole = `UPDATE price_file SET bytes = $2, sha256 = $3 WHERE id = $1`
			_, err := s.tx.ExecContext(ctx, whole, id, size, hex.EncodeToString(sum.Sum(nil)))
			return err
		})
		if err != nil || last {
			return err
		}
	}
}

// fill reads until a part is full, or nothing comes any more, which last says: what was cut off on its way is an error.
func fill(part []byte, from io.Reader) (n int, last bool, err error) {
	for n < len(part) {
		read, err := from.Read(part[n:])
		n += read
		switch {
		case err == io.EOF:
			return n, true, nil
		case err != nil:
			return n, false, err
		}
	}
	return n, false, nil
}

// PriceFiles returns the price lists that were sent in the viewer's account and are kept, the newest first.
func (d *DB) PriceFiles(ctx context.Context, v domain.Viewer) ([]domain.SentFile, error) {
	return d.priceFiles(ctx, `f.account_id = $1 ORDER BY f.id DESC`, v.Account.ID)
}

// PriceFile returns one of them, KindNotFound for any other.
func (d *DB) PriceFile(ctx context.Context, v domain.Viewer, id domain.PriceFileID) (domain.SentFile, error) {
	list, err := d.priceFiles(ctx, `f.account_id = $1 AND f.id = $2`, v.Account.ID, id)
	if err == nil && len(list) == 0 {
		err = domain.NotFound("The price list")
	}
	if err != nil {
		return domain.SentFile{}, fmt.Errorf("price list %d: %w", id, err)
	}
	return list[0], nil
}

func (d *DB) priceFiles(ctx context.Context, where string, args ...any) ([]domain.SentFile, error) {
	var rows []struct {
		ID      domain.PriceFileID `db:"id"`
		Name    string             `db:"name"`
		SHA256  string             `db:"sha256"`
		Bytes   int64              `db:"bytes"`
		At      time.Time          `db:"at"`
		By      string             `db:"by"`
		Choices string             `db:"choices"`
	}
	query := `
		SELECT f.id, f.name, f.sha256, f.bytes, f.at, coalesce(u.name, '') AS by, f.choices
		FROM price_file f LEFT JOIN app_user u ON u.id = f.user_id
		WHERE f.sha256 <> '' AND f.at >= now() - make_interval(hours => ` + fmt.Sprint(fileKeptHour) + `) AND ` + where
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &rows, query, args...) })
	if err != nil {
		return nil, fmt.Errorf("price lists that were sent: %w", err)
	}
	list := make([]domain.SentFile, len(rows))
	for i, r := range rows {
		list[i] = domain.SentFile{PriceFile: domain.PriceFile{Name: r.Name, SHA256: r.SHA256}, ID: r.ID, Bytes: r.Bytes, At: r.At.UTC(), By: r.By}
		if err := json.Unmarshal([]byte(r.Choices), &list[i].Choices); err != nil {
			return nil, fmt.Errorf("choices of the price list %d: %w", r.ID, err)
		}
	}
	return list, nil
}

// ChoosePriceFile keeps what was decided about a price list of the viewer's account.
func (d *DB) ChoosePriceFile(ctx context.Context, v domain.Viewer, id domain.PriceFileID, choices domain.ImportChoices) error {
	text, err := json.Marshal(choices)
	if err != nil {
		return fmt.Errorf("choices of the price list %d: %w", id, err)
	}
	return d.write(ctx, func(s *store) error {
		_, err := s.tx.ExecContext(ctx, `UPDATE price_file SET choices = $3 WHERE account_id = $1 AND id = $2`, v.Account.ID, id, string(text))
		return err
	})
}

// ForgetPriceFile lets a price list of the viewer's account go.
func (d *DB) ForgetPriceFile(ctx context.Context, v domain.Viewer, id domain.PriceFileID) error {
	return d.write(ctx, func(s *store) error {
		_, err := s.tx.ExecContext(ctx, `DELETE FROM price_file WHERE account_id = $1 AND id = $2`, v.Account.ID, id)
		return err
	})
}

// PriceFileBytes gives the bytes of a price list of the viewer's account, for as long as ctx lasts.
func (d *DB) PriceFileBytes(ctx context.Context, v domain.Viewer, id domain.PriceFileID) io.ReaderAt {
	return &fileReader{func(place int64) (part []byte, err error) {
		const query = `
			SELECT p.bytes FROM price_file_part p JOIN price_file f ON f.id = p.file_id WHERE f.account_id = $1 AND f.id = $2 AND p.place = $3`
		err = d.readApart(ctx, func(s *store) error {
			var parts [][]byte
			err := s.tx.SelectContext(ctx, &parts, query, v.Account.ID, id, place)
			if len(parts) == 1 {
				part = parts[0]
			}
			return err
		})
		return part, err
	}, nil}
}

// fileReader reads a file that is kept in parts. Those that it had last stay with it: readers look at the end of a file, and go on.
type fileReader struct {
	part func(place int64) ([]byte, error) // none behind the last
	last []cachedPart
}

type cachedPart struct {
	place int64
	bytes []byte
}

const partsCached = 4

// ReadAt reads as io.ReaderAt says, but for one reader at a time.
func (r *fileReader) ReadAt(p []byte, at int64) (int, error) {
	read := 0
	for read < len(p) {
		part, err := r.at(at / filePart)
		if err != nil {
			return read, err
		}
		from := int(at % filePart)
		if from >= len(part) {
			return read, io.EOF
		}
		n := copy(p[read:], part[from:])
		read, at = read+n, at+int64(n)
	}
	return read, nil
}

func (r *fileReader) at(place int64) ([]byte, error) {
	for _, c := range r.last {
		if c.place == place {
			return c.bytes, nil
		}
	}
	part, err := r.part(place)
	if err != nil {
		return nil, fmt.Errorf("read part %d of a price list: %w", place, err)
	}
	if len(r.last) == partsCached {
		r.last = r.last[1:]
	}
	r.last = append(r.last, cachedPart{place, bytes.Clone(part)})
	return part, nil
}

// keepFile says what file a change came from, in the transaction that makes it.
func (s *store) keepFile(ctx context.Context, v domain.Viewer, c domain.Change, made domain.ChangeID) error {
	if c.File == nil {
		return nil
	}
	const keep = `INSERT INTO change_file (account_id, change_id, name, sha256) VALUES ($1, $2, $3, $4)`
	if _, err := s.tx.ExecContext(ctx, keep, v.Account.ID, made, c.File.Name, c.File.SHA256); err != nil {
		return fmt.Errorf("keep from which file a change came: %w", err)
	}
	return nil
}

// fileOf is the file that a change came from, nil for one that came from none.
func (s *store) fileOf(ctx context.Context, account domain.AccountID, id domain.ChangeID) (*domain.PriceFile, error) {
	var files []domain.PriceFile
	err := s.tx.SelectContext(ctx, &files, `SELECT name, sha256 FROM change_file WHERE account_id = $1 AND change_id = $2`, account, id)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return &files[0], nil
}

// KeptColumns returns the columns of price lists that the viewer's account keeps, by name.
func (d *DB) KeptColumns(ctx context.Context, v domain.Viewer) ([]domain.KeptColumns, error) {
	var list []domain.KeptColumns
	err := d.read(ctx, func(s *store) error {
		return s.tx.SelectContext(ctx, &list, `SELECT name, columns FROM price_columns WHERE account_id = $1 ORDER BY name COLLATE name_order`, v.Account.ID)
	})
	if err != nil {
		return nil, fmt.Errorf("columns of price lists: %w", err)
	}
	return list, nil
}

// KeepColumns keeps columns under a name, in place of those that had it.
func (d *DB) KeepColumns(ctx context.Context, v domain.Viewer, kept domain.KeptColumns) error {
	const keep = `
		INSERT INTO price_columns (account_id, name, columns) VALUES ($1, $2, $3) ON CONFLICT (account_id, name) DO UPDATE SET columns = EXCLUDED.columns`
	return d.write(ctx, func(s *store) error {
		_, err := s.tx.ExecContext(ctx, keep, v.Account.ID, kept.Name, kept.Columns)
		return err
	})
}

// ForgetColumns lets those with a name go.
func (d *DB) ForgetColumns(ctx context.Context, v domain.Viewer, name string) error {
	return d.write(ctx, func(s *store) error {
		_, err := s.tx.ExecContext(ctx, `DELETE FROM price_columns WHERE account_id = $1 AND name = $2`, v.Account.ID, name)
		return err
	})
}
