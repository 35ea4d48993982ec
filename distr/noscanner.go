package distr

import (
	"errors"
	"fmt"
)

// A noScanner is why a run of a profile is not carried out that no scanner is for. What
// there is instead is the vendor's affair, and no part of its text.
type noScanner struct{ profile, there string }

func (n *noScanner) Error() string {
	return fmt.Sprintf("there is no scanner of the profile %q where scans are carried out", n.profile)
}

// note writes into the logs what the vendor's people are to know about a run that is not
// carried out, and its record does not say.
func (k *runKeeper) note(room CustomerTx, run ScanRun, why error) error {
	n, is := errors.AsType[*noScanner](why)
	if !is {
		return nil
	}
	k.vendor.hub.config.Log.Warn("a run is of a profile that no scanner is for", "vendor", k.vendor.id, "run", run.ID, "profile", n.profile, "there are", n.there)
	d, err := room.RunDetail(run.ID)
	if err != nil {
		return err
	}
	if d.Log != "" {
		d.Log += "\n\n"
	}
	d.Log += fmt.Sprintf("%s, but of %s; name one of these, or have it configured there\n", n, n.there)
	return room.PutRunDetail(run.ID, d)
}
