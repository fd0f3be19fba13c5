using Busroot.Server.Loops;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage.Readings;

namespace Busroot.Server.Pipeline.States;

/// <summary>A change of what rules remember of one device, by a person's hand: takes effect between two readings and is stored in order with them.</summary>
/// <param name="device">The device.</param>
/// <param name="ruleId">The rule; null for all that remember something.</param>
/// <param name="json">UTF-8, a JSON object; empty to forget.</param>
internal sealed class StateEdit(PipelineDevice device, string? ruleId, ReadOnlyMemory<byte> json) : LoopItem, IRunWaiter
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Has the lane make the change.</summary>
    /// <returns>Completes when it is on disk.</returns>
    public Task StoreAsync()
    {
        device.Lane.Loop.Post(this);
        return _stored.Task;
    }

    public override void Run()
    {
        var rules = ruleId is null ? device.State.Entries.Select(entry => entry.RuleId).ToList() : [ruleId];
        foreach (var rule in rules)
        {
            device.State.Replace(rule, json.Span);
        }

        device.Lane.ForgetShadows(device);
        var run = device.Lane.CurrentRun;
        while (device.State.TryTakeChange(out var changed, out var state))
        {
            run.States.Add(new RuleState(device.Id, changed, state));
        }

        run.Waiters.Add(this);
    }

    public override void Failed(Exception error) => _stored.TrySetException(error);

    public void Done() => _stored.TrySetResult();
}
