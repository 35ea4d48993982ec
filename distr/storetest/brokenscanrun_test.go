package storetest

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type bentRuns struct {
	distr.CustomerTx
	bend func(*distr.ScanRun)
}

func (tx bentRuns) PutRun(r distr.ScanRun) error {
	tx.bend(&r)
	return tx.CustomerTx.PutRun(r)
}

type otherRuns struct {
	distr.CustomerView
	bend func(*distr.RunQuery)
}

func (v otherRuns) Runs(q distr.RunQuery) ([]distr.ScanRun, error) {
	v.bend(&q)
	return v.CustomerView.Runs(q)
}

type otherRunsOfAll struct {
	distr.VendorView
	bend func(*distr.RunQuery)
}

func (v otherRunsOfAll) Runs(q distr.RunQuery) ([]distr.CustomerRun, error) {
	v.bend(&q)
	return v.VendorView.Runs(q)
}

type droppedDetails struct{ distr.CustomerTx }

func (tx droppedDetails) PutRun(r distr.ScanRun) error {
	if err := tx.CustomerTx.PutRun(r); err != nil {
		return err
	}
	return tx.PutRunDetail(r.ID, distr.RunDetail{})
}

type anyDetail struct{ distr.CustomerTx }

func (tx anyDetail) PutRunDetail(id distr.RunID, d distr.RunDetail) error {
	if err := tx.CustomerTx.PutRunDetail(id, d); !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	return nil
}

type lateRemoval struct{ distr.CustomerTx }

func (tx lateRemoval) RemoveRuns(before time.Time) error {
	return tx.CustomerTx.RemoveRuns(before.Add(time.Microsecond))
}

type keptRuns struct{ distr.CustomerTx }

func (keptRuns) RemoveRuns(time.Time) error { return nil }

type otherFindings struct {
	distr.CustomerView
	bend func(*distr.FindingQuery)
}

func (v otherFindings) Findings(q distr.FindingQuery) ([]distr.FindingRecord, error) {
	v.bend(&q)
	return v.CustomerView.Findings(q)
}

type foldedFindings struct{ distr.CustomerTx }

func (tx foldedFindings) PutFindings(records []distr.FindingRecord) error {
	for i := range records {
		records[i].Fingerprint = strings.ToLower(records[i].Fingerprint)
	}
	return tx.CustomerTx.PutFindings(records)
}

type firstFindings struct{ distr.CustomerTx }

func (tx firstFindings) PutFindings(records []distr.FindingRecord) error {
	known, err := tx.Findings(distr.FindingQuery{})
	if err != nil {
		return err
	}
	there := map[distr.FindingMark]bool{}
	for _, r := range known {
		there[r.Mark()] = true
	}
	return tx.CustomerTx.PutFindings(slices.DeleteFunc(records, func(r distr.FindingRecord) bool { return there[r.Mark()] }))
}

type eventfulRun struct{ raisingTx }

func (tx eventfulRun) PutRun(r distr.ScanRun) error {
	return errors.Join(tx.CustomerTx.PutRun(r), tx.raise())
}

type sameTargets struct {
	distr.CustomerView
	kept map[distr.RunID]distr.ScanSelection
}

func (v sameTargets) Run(id distr.RunID) (distr.ScanRun, error) {
	r, err := v.CustomerView.Run(id)
	if _, there := v.kept[id]; !there {
		v.kept[id] = r.Targets
	}
	r.Targets = v.kept[id]
	return r, err
}
