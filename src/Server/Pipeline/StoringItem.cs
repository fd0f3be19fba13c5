using Busroot.Broker;
using Busroot.Broker.Persistence;
using Busroot.Server.Loops;

namespace Busroot.Server.Pipeline;

/// <summary>A set of session changes on its way to the committer and back to the broker loop. One is under way at a time.</summary>
internal sealed class StoringItem(Committer committer, WorkLoop brokerLoop, MessageBroker broker) : LoopItem
{
    private SessionChanges? _changes;
    private bool _stored;

    /// <summary>Sends a set to be stored. Broker loop only.</summary>
    public void Store(SessionChanges changes)
    {
        _changes = changes;
        _stored = false;
        committer.Loop.Post(this);
    }

    /// <summary>The set; for the committer.</summary>
    public SessionChanges Changes => _changes!;

    /// <summary>The set is on disk. Committer only.</summary>
    public void Return()
    {
        _stored = true;
        brokerLoop.Post(this);
    }

    public override void Run()
    {
        if (_stored)
        {
            broker.Stored(_changes!);
        }
        else
        {
            committer.Process(this);
        }
    }
}
