package registryproxy

import (
	"context"
	"sync"
)

// several does something with every item, some at a time, and keeps the results in
// the order of the items. The first error ends it; the others follow from that.
func several[T, R any](ctx context.Context, parallel int, items []T, do func(context.Context, T) (R, error)) ([]R, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([]R, len(items))
	places := make(chan struct{}, parallel)
	var all sync.WaitGroup
	for i, item := range items {
		if places <- struct{}{}; ctx.Err() != nil {
			break
		}
		all.Go(func() {
			defer func() { <-places }()
			var err error
			if results[i], err = do(ctx, item); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return results, context.Cause(ctx)
}
