package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A featureDef is a definition as it is kept. Its names in JSON are its own, so
// that a field may be renamed.
type featureDef struct {
	Name     tenant.Feature   `json:"name"`
	Requires []tenant.Feature `json:"requires"`
	Default  bool             `json:"default"`
}

func readSettings(scan Scan) (s tenant.Settings, err error) {
	var defs []featureDef
	err = scan(&s.PortalMode, &s.PortalForAll, &s.AutoInvite, &s.DefaultAccess, &s.StopPulls,
		&s.App, &s.ClassicAddress, &s.NewAddress, &s.Domain, jsonColumn{&defs})
	for _, d := range defs {
		s.Features = append(s.Features, tenant.FeatureDef(d))
	}
	return s, err
}

func (v *view) Settings() (tenant.Settings, error) {
	s, _, err := one(v.q, readSettings, `
		SELECT portal_mode, portal_for_all, auto_invite, default_access, stop_pulls,
			app, classic_address, new_address, domain, features
		FROM settings WHERE vendor = $1`, v.vendor)
	if err != nil {
		return tenant.Settings{}, fmt.Errorf("reading the settings: %w", err)
	}
	return s, nil
}

func (t *tx) SetSettings(s tenant.Settings) error {
	if err := t.setSettings(s); err != nil {
		return fmt.Errorf("keeping the settings: %w", err)
	}
	return nil
}

func (t *tx) setSettings(s tenant.Settings) error {
	var defs []featureDef
	for _, d := range s.Features {
		defs = append(defs, featureDef(d))
	}
	features, err := jsonText(defs)
	if err != nil {
		return err
	}
	if err := t.raiseLists(); err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO settings (vendor, portal_mode, portal_for_all, auto_invite, default_access, stop_pulls,
			app, classic_address, new_address, domain, features)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (vendor) DO UPDATE
		SET portal_mode = excluded.portal_mode, portal_for_all = excluded.portal_for_all,
			auto_invite = excluded.auto_invite, default_access = excluded.default_access,
			stop_pulls = excluded.stop_pulls, app = excluded.app, classic_address = excluded.classic_address,
			new_address = excluded.new_address, domain = excluded.domain, features = excluded.features`,
		t.vendor, s.PortalMode, number(s.PortalForAll), number(s.AutoInvite), s.DefaultAccess, number(s.StopPulls),
		s.App, s.ClassicAddress, s.NewAddress, s.Domain, features)
	return err
}
