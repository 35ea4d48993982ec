package scan

func (r *run) reference(to *reference) error {
	return r.object(func(key []byte) (err error) {
		switch string(key) {
		case "id":
			to.id, err = r.str(keepRule)
		case "index":
			to.index, err = r.whole(-1)
		case "toolComponent":
			err = r.object(func(key []byte) (err error) {
				if string(key) != "index" {
					return r.skip()
				}
				to.in, err = r.whole(-1)
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
}

func (r *run) pairs(each func(pair)) error {
	return r.object(func(key []byte) error {
		name := string(key)
		value, err := r.str(keepArgument)
		if value != "" {
			each(pair{name, value})
		}
		return err
	})
}

// suppressions says whether a result is suppressed: somebody has said so, and none of
// it is under review or rejected (section 3.27.23).
func (r *run) suppressions() (is bool, err error) {
	open := false
	err = r.array(func(int) error {
		is = true
		return r.object(func(key []byte) error {
			if string(key) != "status" {
				return r.skip()
			}
			status, err := r.str(keepWord)
			open = open || status == "underReview" || status == "rejected"
			return err
		})
	})
	return is && !open, err
}
