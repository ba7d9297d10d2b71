package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"tiersync/domain"
)

// guardsColumn is how the settings of guards are stored: by the guard's key, so that a new guard is off until somebody sets it.
type guardsColumn domain.GuardSettings

type guardKept struct {
	Mode  domain.GuardMode `json:"mode"`
	Limit int              `json:"limit"`
}

// Scan reads them; a guard that is not there is off, with its usual number.
func (g *guardsColumn) Scan(value any) error {
	body, is := value.([]byte)
	if !is {
		return fmt.Errorf("guards are %T", value)
	}
	var kept map[domain.Guard]guardKept
	if err := json.Unmarshal(body, &kept); err != nil {
		return fmt.Errorf("guards: %w", err)
	}
	*g = guardsColumn(domain.NoGuards())
	for i, info := range domain.Guards() {
		if one, set := kept[info.Guard]; set {
			g[i] = domain.GuardSetting(one)
		}
	}
	return nil
}

// Value writes them.
func (g guardsColumn) Value() (driver.Value, error) {
	kept := map[domain.Guard]guardKept{}
	for i, info := range domain.Guards() {
		kept[info.Guard] = guardKept(g[i])
	}
	body, err := json.Marshal(kept)
	return string(body), err
}

// guardsKept is what a run keeps of the guards that were on.
func guardsKept(settings domain.GuardSettings, found domain.GuardCounts) map[domain.Guard]guarded {
	kept := map[domain.Guard]guarded{}
	for i, info := range domain.Guards() {
		if settings[i].On() {
			kept[info.Guard] = guarded{guardKept(settings[i]), found[i]}
		}
	}
	return kept
}

// readGuards reads what guardsKept wrote.
func readGuards(kept map[domain.Guard]guarded) (settings domain.GuardSettings, found domain.GuardCounts) {
	settings = domain.NoGuards()
	for i, info := range domain.Guards() {
		if one, was := kept[info.Guard]; was {
			settings[i], found[i] = domain.GuardSetting(one.guardKept), one.Found
		}
	}
	return settings, found
}

// checkGuards refuses a run that a guard forbids, or that nobody confirmed where one warns.
func (c *calculation) checkGuards(confirmed domain.Anyway) error {
	strikes := c.facts.Guards.Strikes(c.guarded())
	if len(strikes) > 0 {
		sum := domain.SumLooks(c.looks())
		sum.Guarded = c.guarded()
		strikes = sum.Strikes(c.facts.Guards)
	}
	return domain.CheckGuards(strikes, confirmed)
}

// guarded is what guards find in a run, nothing in an undo. Where one is on it waits until the run is looked at.
func (c *calculation) guarded() domain.GuardCounts {
	if c.found == nil {
		c.found = &domain.GuardCounts{}
		if c.looks != nil && c.facts.Guards.Any() {
			*c.found = domain.GuardsOf(c.everybody, c.looks(), c.facts)
		}
	}
	return *c.found
}
