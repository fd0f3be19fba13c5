using System.Collections.Concurrent;
using Busroot.Server.Rules;
using Busroot.Transformer;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>Runners for a candidate, one a lane, made ready before a lane needs them.</summary>
/// <remarks>
/// The first script of a process takes the runtime half a second to compile, and an engine takes 2 ms: live readings would wait for that.
/// Threads: any.
/// </remarks>
internal sealed class WarmRunners(Rule candidate, AccountValues accounts, TimeProvider time) : IDisposable
{
    private const int MostMessages = 8;
    private static readonly DeviceContext Nobody = new("/", "", null, []); // no device has such an account: what it keeps is seen by none
    private readonly ConcurrentStack<RuleRunner> _ready = new();

    /// <summary>Makes some.</summary>
    /// <param name="count">How many.</param>
    /// <param name="live">What runs live; its examples serve for a candidate that has none.</param>
    public void Make(int count, Rule live)
    {
        var examples = candidate.Examples.IsEmpty ? live.Examples : candidate.Examples;
        var payloads = examples.SelectMany(example => example.Messages).Where(message => !message.Payload.IsDefault).Select(message => message.Payload.ToArray())
            .Take(MostMessages).Append("{}"u8.ToArray()).ToList();
        for (var i = 0; i < count; i++)
        {
            var runner = new RuleRunner(time, accounts);
            payloads.ForEach(payload => Run(runner, payload));
            _ready.Push(runner);
        }
    }

    /// <summary>One for a lane, whose it is from then on.</summary>
    public RuleRunner Take() => _ready.TryPop(out var runner) ? runner : new RuleRunner(time, accounts);

    public void Dispose()
    {
        while (_ready.TryPop(out var runner))
        {
            runner.Dispose();
        }
    }

    private void Run(RuleRunner runner, byte[] payload)
    {
        var (state, output) = (new DeviceState(), new SignalBuffer());
        var outcome = runner.Apply(candidate, new RuleInput { Device = Nobody, Topic = "busroot/v1/dau/"u8, Payload = payload, At = time.GetUtcNow(), State = state }, output);
        runner.Stop(state, time.GetUtcNow());

        // What the first difference needs is compiled as well.
        var (was, would) = (ReadingResult.Of(outcome, output, first: 0), new ReadingResult([new PublishedSignals(null, "{\"rssi\":-1}"u8.ToArray())], null, null));
        would.Judge(was, out _);
        would.Judge(would, out var differences);
        _ = ReadingDifference.Of(Nobody.Id, default, payload, was, would, differences);
    }
}
