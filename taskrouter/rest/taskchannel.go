package rest

import (
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderTaskChannel(o *object, ch taskrouter.TaskChannel) {
	c.head(o)
	rest.AddSID(o, "sid", ch.SID)
	o.String("friendly_name", ch.FriendlyName)
	o.String("unique_name", ch.UniqueName)
	o.Bool("channel_optimized_routing", ch.ChannelOptimizedRouting)
	o.Date("date_created", ch.DateCreated)
	o.Date("date_updated", ch.DateUpdated)
	c.url(o, "url", "/TaskChannels/", ch.SID.String())
	o.Object("links", c.workspaceLink)
}

// channelOf returns the channel of the path, which is a SID or a unique name
// (rest.md §2).
func (c *call) channelOf() (ch taskrouter.TaskChannel, err error) {
	err = c.read(func(v Reader, _ time.Time) error {
		var found bool
		if ch, found = findChannel(v, c.Path(1)); !found {
			return c.NotFound()
		}
		return nil
	})
	return ch, err
}

func findChannel(v Reader, text string) (taskrouter.TaskChannel, bool) {
	if ch, found := v.TaskChannelByName(text); found {
		return ch, true
	}
	s, err := taskrouter.ParseTaskChannelSID(text)
	if err != nil {
		return taskrouter.TaskChannel{}, false
	}
	return v.TaskChannel(s)
}

func (c *call) showTaskChannel(status int, s taskrouter.TaskChannelSID) (answer, error) {
	ch, err := lookup(c, Reader.TaskChannel, s)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderTaskChannel(&o, ch)
	return c.one(status, &o)
}

func (c *call) fetchTaskChannel() (answer, error) {
	ch, err := c.channelOf()
	if err != nil {
		return answer{}, err
	}
	return c.showTaskChannel(ok, ch.SID)
}

func (c *call) listTaskChannels() (answer, error) {
	return list(c, listing[sid.TaskChannel, taskrouter.TaskChannel]{
		key: "channels", all: Reader.TaskChannels, get: Reader.TaskChannel,
		after: Reader.TaskChannelsAfter, before: Reader.TaskChannelsBefore,
		sid:  func(ch *taskrouter.TaskChannel) taskrouter.TaskChannelSID { return ch.SID },
		date: func(ch *taskrouter.TaskChannel) time.Time { return ch.DateCreated },
	}, nil, c.renderTaskChannel)
}

func (c *call) createTaskChannel() (answer, error) {
	p := &c.Params
	optimized := p.Bool("ChannelOptimizedRouting")
	events, err := c.apply(&taskrouter.CreateTaskChannel{
		FriendlyName: p.Required("FriendlyName"), UniqueName: p.Required("UniqueName"), ChannelOptimizedRouting: optimized,
	})
	if err != nil {
		return answer{}, err
	}
	ch, _ := taskrouter.Find(events, taskrouter.TaskChannelCreated).TaskChannel()
	return c.showTaskChannel(created, ch.SID)
}

func (c *call) updateTaskChannel() (answer, error) {
	ch, err := c.channelOf()
	if err != nil {
		return answer{}, err
	}
	p := &c.Params
	err = c.do(&taskrouter.UpdateTaskChannel{
		SID: ch.SID, FriendlyName: p.OptText("FriendlyName"), ChannelOptimizedRouting: p.OptBool("ChannelOptimizedRouting"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.showTaskChannel(ok, ch.SID)
}

func (c *call) deleteTaskChannel() (answer, error) {
	ch, err := c.channelOf()
	if err != nil {
		return answer{}, err
	}
	return c.remove(&taskrouter.DeleteTaskChannel{SID: ch.SID})
}
