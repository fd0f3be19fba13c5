using System.Runtime.CompilerServices;

namespace Busroot.Transformer.Scripting;

/// <summary>The realms of one runner: one that all scripts share, and one for each script that had to be stopped.</summary>
/// <remarks>
/// A realm in which a run was stopped in the middle is thrown away, and every program in it starts anew. So that a script that is stopped
/// again and again costs nobody else that, it is on its own from the first time on. Owner: one runner.
/// </remarks>
internal sealed class ScriptRealms(TimeProvider time) : IDisposable
{
    // What an engine keeps of an instance that is gone is about 5 KB; a realm takes 2 ms to make.
    private const int MostInstances = 256;

    private readonly Dictionary<ScriptLimits, ScriptRealm> _shared = [];
    private readonly ConditionalWeakTable<ScriptProgram, Own> _own = [];

    /// <summary>The realm to run a program in; made when it is first needed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="service">The limits of the service; a rule's own lower ones are for each run and need no realm.</param>
    public ScriptRealm For(ScriptProgram program, ScriptLimits service)
    {
        if (_own.TryGetValue(program, out var own))
        {
            return own.Realm ??= new ScriptRealm(service, time);
        }

        if (_shared.TryGetValue(service, out var realm) && realm.Instances < MostInstances)
        {
            return realm;
        }

        realm?.Dispose();
        return _shared[service] = new ScriptRealm(service, time);
    }

    /// <summary>A run of a program was stopped: throws its realm away.</summary>
    public void Discard(ScriptProgram program, ScriptRealm realm)
    {
        if (_own.TryGetValue(program, out var own))
        {
            own.Realm = null;
        }
        else
        {
            _own.Add(program, new Own());
            _shared.Remove(realm.Limits);
        }

        realm.Dispose();
    }

    public void Dispose()
    {
        foreach (var realm in _shared.Values)
        {
            realm.Dispose();
        }

        _shared.Clear();
    }

    private sealed class Own
    {
        public ScriptRealm? Realm { get; set; }
    }
}
