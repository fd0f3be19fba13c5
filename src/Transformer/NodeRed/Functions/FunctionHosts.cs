using System.Runtime.CompilerServices;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>The engines of one runner: one that all functions share, and one for each function that had to be stopped.</summary>
/// <remarks>
/// An engine in which a run was stopped stays: what it holds of other rules, timers and variables, is worth more than a fresh one. The rule that
/// was stopped leaves it for an engine of its own. Owner: one runner.
/// </remarks>
internal sealed class FunctionHosts(TimeProvider time, TimerQueue timers, AccountValues accounts, SignalSet signals) : IDisposable
{
    private readonly Dictionary<ScriptLimits, FunctionHost> _shared = [];
    private readonly ConditionalWeakTable<FunctionRule, Own> _own = [];
    private readonly ConditionalWeakTable<FunctionRule, FunctionInstance> _instances = [];

    /// <summary>The functions of a rule, in the engine it runs in; made when first needed.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="service">The limits of the service.</param>
    public FunctionInstance For(FunctionRule rule, ScriptLimits service)
    {
        if (!_instances.TryGetValue(rule, out var instance))
        {
            instance = new FunctionInstance(HostFor(rule, service), rule);
            _instances.Add(rule, instance);
        }

        return instance;
    }

    /// <summary>A run was stopped in the middle: the rule starts anew in an engine of its own.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="instance">Where it ran.</param>
    /// <param name="isSound">Whether what the run left behind came to its end; otherwise the engine goes too.</param>
    public void MoveOut(FunctionRule rule, FunctionInstance instance, bool isSound)
    {
        _instances.Remove(rule);
        if (_own.TryGetValue(rule, out var own))
        {
            own.Host?.Dispose();
            own.Host = null;
            return;
        }

        _own.Add(rule, new Own());
        if (!isSound)
        {
            _shared.Remove(instance.Host.Limits);
            instance.Host.Dispose();
            _instances.Clear();
        }
    }

    public void Dispose()
    {
        foreach (var host in _shared.Values)
        {
            host.Dispose();
        }

        foreach (var (_, own) in _own)
        {
            own.Host?.Dispose();
        }

        _shared.Clear();
    }

    private FunctionHost HostFor(FunctionRule rule, ScriptLimits service)
    {
        if (_own.TryGetValue(rule, out var own))
        {
            return own.Host ??= Make(service);
        }

        return _shared.TryGetValue(service, out var host) ? host : _shared[service] = Make(service);
    }

    private FunctionHost Make(ScriptLimits limits) => new(limits, time, timers, accounts, signals);

    private sealed class Own
    {
        public FunctionHost? Host { get; set; }
    }
}
