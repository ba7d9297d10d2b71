package db

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// PreviewPlans lists the plans that the run of a dialog would change, or leaves out, with the boxes that would; nothing is written. Search
// finds the id or a part of the name. It fails as Preview does.
func (d *DB) PreviewPlans(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.ListQuery) (page pages.PreviewPlans, err error) {
	c, err := d.preview(ctx, v, r)
	if err != nil {
		return page, err
	}
	page.Run = c.totaled()
	for _, plan := range c.plansOf() {
		if q.Search == "" || strconv.FormatInt(int64(plan.Plan), 10) == q.Search || strings.Contains(strings.ToLower(plan.Name), strings.ToLower(q.Search)) {
			page.Plans = append(page.Plans, plan)
		}
	}
	page.Total = len(page.Plans)
	page.Plans = cut(page.Plans, q.Limit, q.Offset)
	return page, nil
}

// plansOf are the plans that the run changes at somebody, and those of which it leaves something out, by id. What many share is looked at
// once.
func (c *calculation) plansOf() []pages.PreviewPlan {
	values := map[domain.PlanID]map[domain.OptionKey]int{}
	note := func(list []domain.Outcome, times int) {
		for _, o := range list {
			if o.Key.Plan == 0 || o.Option == "" || !o.What.Changes() && o.Reason != domain.WasLeftOut {
				continue
			}
			if values[o.Key.Plan] == nil {
				values[o.Key.Plan] = map[domain.OptionKey]int{}
			}
			if o.What.Changes() {
				values[o.Key.Plan][o.Option] += times
			} else {
				values[o.Key.Plan][o.Option] += 0
			}
		}
	}
	times := map[*domain.Outcomes]int{}
	for _, r := range c.results {
		for _, shared := range r.Outcomes {
			times[shared]++
		}
		note(r.Own, 1)
	}
	for shared, n := range times {
		note(shared.List, n)
	}
	for _, leave := range c.run.LeftOut {
		if leave.Plan != 0 && values[leave.Plan] == nil {
			values[leave.Plan] = map[domain.OptionKey]int{}
		}
		if leave.Option != "" {
			values[leave.Plan][leave.Option] += 0
		}
	}
	sells := c.viewer.Effective()
	var plans []pages.PreviewPlan
	for id, boxes := range values {
		plan := pages.PreviewPlan{Plan: id, Name: strconv.FormatInt(int64(id), 10)}
		if p := sells.Plan(id); p != nil {
			plan.Name = p.Name
		}
		for _, option := range domain.Options() {
			if n, there := boxes[option.Key]; there {
				plan.Values += n
				plan.Boxes = append(plan.Boxes, pages.PreviewBox{Option: option.Key, Values: n})
			}
		}
		plans = append(plans, plan)
	}
	slices.SortFunc(plans, func(a, b pages.PreviewPlan) int { return int(a.Plan - b.Plan) })
	return plans
}
