package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scheduleFlags is what flags say of a schedule that is to be added.
type scheduleFlags struct {
	scanSelection

	customer                 string
	ids, on                  words
	plan, access, search     string
	all                      bool
	every, weekday, at, zone string
	day                      int
	jitter, debounce         time.Duration
	dry                      bool
}

func (f *scheduleFlags) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.customer, "customer", "", "it is customer `ID`'s own, who may change it")
	flags.Var(&f.ids, "for", "it is yours, for the customers `ID`; several with commas, or the flag again")
	flags.StringVar(&f.plan, "plan", "", "for those on the plan `P`, whoever that is at the time")
	flags.StringVar(&f.access, "access", "", "for those at the access `LEVEL`")
	flags.StringVar(&f.search, "search", "", "for those that have `TEXT` in name, address or ID")
	flags.BoolVar(&f.all, "all", false, "for all customers, those to come too")
	f.scanSelection.define(cmd)
	flags.StringVar(&f.every, "every", "", "scan so `OFTEN`: daily, weekly or monthly")
	flags.StringVar(&f.weekday, "weekday", "", "of a weekly one: on the `DAY`, such as monday")
	flags.IntVar(&f.day, "day", 0, "of a monthly one: on the day `N`, 1 to 31; a shorter month has it on its last day")
	flags.StringVar(&f.at, "at", "", "at `HH:MM`, 00:00 to 23:59, on the clock of the zone")
	flags.StringVar(&f.zone, "zone", "UTC", "by the clock of the time zone `Z`, such as Europe/Berlin")
	flags.Var(&f.on, "on", "scan also when `TRIGGER` fires: new-asset or vulnerability-database; several with commas, or the flag again")
	flags.DurationVar(&f.debounce, "debounce", distr.DefaultDebounce, "wait for `DURATION` after a trigger, so that several at once are one scan")
	flags.DurationVar(&f.jitter, "jitter", 0, "spread the customers of a slot over `DURATION`, each always at the same time")
	flags.BoolVar(&f.dry, "dry-run", false, "add nothing; show when it would scan, as preview does")
}

// schedule is what the flags say.
func (f *scheduleFlags) schedule(cmd *cobra.Command, name string) (s distr.ScanSchedule, err error) {
	if err := f.whose(cmd); err != nil {
		return s, err
	}
	s = distr.ScanSchedule{Name: name, Profile: f.profile, Jitter: f.jitter}
	if s.Targets, err = f.selection(cmd); err != nil {
		return s, err
	}
	s.Customers = distr.ScanCustomers{Plan: f.plan, Access: tenant.Access(f.access), Search: f.search}
	for _, id := range f.ids {
		s.Customers.IDs = append(s.Customers.IDs, tenant.CustomerID(id))
	}
	for _, name := range f.on {
		t, err := distr.ParseTrigger(name)
		if err != nil {
			return s, err
		}
		s.On = append(s.On, t)
	}
	if len(s.On) > 0 {
		if s.Debounce = f.debounce; s.Debounce <= 0 {
			return s, misuse(cmd, "--debounce %s: it is at least %s", f.debounce, distr.MinDebounce)
		}
	} else if cmd.Flags().Changed("debounce") {
		return s, misuse(cmd, "--debounce is about triggers: say --on new-asset or --on vulnerability-database too")
	}
	return s, f.slots(cmd, &s)
}

// whose checks that it is said for whom it is, and once.
func (f *scheduleFlags) whose(cmd *cobra.Command) error {
	selects := len(f.ids) > 0 || f.plan != "" || f.access != "" || f.search != ""
	switch {
	case f.customer != "" && (selects || f.all):
		return misuse(cmd, "a customer's own schedule is for nobody else: say --customer, or one of --for, --plan, --access, --search and --all")
	case f.all && selects:
		return misuse(cmd, "--all is everybody: leave it out, or --for, --plan, --access and --search")
	case f.customer == "" && !selects && !f.all:
		return misuse(cmd, "for whom? Say --customer, --for, --plan, --access or --search, or --all for all customers")
	}
	return nil
}

// slots reads when its slots are.
func (f *scheduleFlags) slots(cmd *cobra.Command, s *distr.ScanSchedule) error {
	given := cmd.Flags().Changed
	s.Every = license.Frequency(f.every)
	if f.every == "" {
		for _, name := range []string{"weekday", "day", "at", "zone", "jitter"} {
			if given(name) {
				return misuse(cmd, "--%s says when, and not how often: say --every daily, weekly or monthly too", name)
			}
		}
		if len(s.On) == 0 {
			return misuse(cmd, "when? Say --every with --at, or --on with a trigger, or both")
		}
		return nil
	}
	week, month := s.Every == license.EveryWeek, s.Every == license.EveryMonth
	switch {
	case week != given("weekday"):
		return misuse(cmd, "--weekday and --every weekly go together")
	case month != given("day"):
		return misuse(cmd, "--day and --every monthly go together")
	case f.at == "":
		return misuse(cmd, "at which time? Say --at, such as --at 02:30")
	}
	at, err := time.Parse("15:04", f.at)
	if err != nil || len(f.at) != len("15:04") {
		return misuse(cmd, "--at %q: it is a time of day, 00:00 to 23:59, such as 02:30", f.at)
	}
	s.Hour, s.Minute, s.Day, s.Zone = at.Hour(), at.Minute(), f.day, f.zone
	if week {
		if s.Weekday, err = weekdayNamed(f.weekday); err != nil {
			return misuse(cmd, "--weekday %q: %w", f.weekday, err)
		}
	}
	when, _, err := s.When()
	if err != nil {
		return err
	}
	return when.Check()
}

// weekdayNamed reads the name of a day, or its first three letters.
func weekdayNamed(name string) (time.Weekday, error) {
	names := collect([]time.Weekday{0, 1, 2, 3, 4, 5, 6}, time.Weekday.String)
	i := slices.IndexFunc(names, func(day string) bool { return strings.EqualFold(day, name) || strings.EqualFold(day[:3], name) })
	if i < 0 {
		return 0, fmt.Errorf("it is one of %s", strings.ToLower(join(names)))
	}
	return time.Weekday(i), nil
}

func scheduleAdd(c *call) *cobra.Command {
	var f scheduleFlags
	cmd := verb("add NAME (--customer ID | --for ID... | --plan P | --access LEVEL | --search TEXT | --all) [--every E --at HH:MM [--weekday DAY | --day N] [--zone Z] [--jitter DURATION]] [--on TRIGGER... [--debounce DURATION]]"+selectionUse+" [--dry-run]",
		"Scan customers' assets regularly, or when something happens.", operands("NAME"),
		func(cmd *cobra.Command, args []string) error {
			s, err := f.schedule(cmd, args[0])
			if err != nil {
				return err
			}
			if f.dry {
				return c.scheduled(cmd, f.customer, func(r scheduleRoom) error {
					p, err := r.PreviewNew(cmd.Context(), s, slotsShown)
					if err != nil {
						return r.aboutNew(err)
					}
					return c.showPreview(newScheduleRecord(r.customer, s), p)
				})
			}
			return inForce(cmd.Context(), c.scheduled(cmd, f.customer, func(r scheduleRoom) error {
				s, err := r.AddSchedule(cmd.Context(), s)
				if err != nil {
					return r.aboutNew(err)
				}
				return c.show(newScheduleRecord(r.customer, s))
			}))
		})
	cmd.Long = `A schedule is yours, for those of your customers whom its flags select at the time, or with
--customer that customer's own. A running serve carries it out: once for each slot and
customer, however many serves there are. If none runs for a while, what was missed is
caught up once. NAME is for people, and customers read it in the list of their scans.

Times are those of the clock at the place. Where that skips the time in spring, the scan
begins at the first moment after; where it shows it twice in autumn, at the first of the
two. The 31st of a month that has none is its last day. "distr schedule preview", or
--dry-run before it is added, says each of that.

The trigger new-asset fires by itself when an asset is added, and scans that asset;
vulnerability-database is fired by "distr trigger fire". The license is asked when a scan
begins, and each scan is counted once.

` + selectionHelp
	cmd.Example = `  distr schedule add "weekly check" --all --every weekly --weekday monday --at 02:30 --zone Europe/Berlin
  distr schedule add "gold, each night" --plan gold --every daily --at 01:00 --jitter 2h --on new-asset
  distr schedule add "month's end" --customer globex --every monthly --day 31 --at 06:00 --zone America/New_York --kind webapp --dry-run
  distr schedule add "new flaws" --for globex,initech --on vulnerability-database --debounce 10m --profile nightly`
	f.define(cmd)
	return cmd
}
