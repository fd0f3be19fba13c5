using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>The packet identifiers in use, and who waits for their answers. Threads: any.</summary>
internal sealed class PendingRequests
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, Request> _requests = [];
    private Exception? _failure;
    private ushort _last;

    /// <summary>Takes a free identifier.</summary>
    /// <param name="answer">The packet that will end the request: PUBACK, PUBCOMP, SUBACK or UNSUBACK.</param>
    /// <exception cref="MqttConnectionException">The connection has ended.</exception>
    /// <exception cref="InvalidOperationException">All 65,535 identifiers are in use.</exception>
    public (ushort Id, Task<object> Answer) Add(PacketType answer)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            if (_requests.Count == ushort.MaxValue)
            {
                throw new InvalidOperationException("All 65,535 packet identifiers wait for an answer.");
            }

            do
            {
                _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
            }
            while (_requests.ContainsKey(_last));

            var request = new Request(answer, new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously));
            _requests.Add(_last, request);
            return (_last, request.Waiter.Task);
        }
    }

    /// <summary>Tells whether a request waits, on its way to the given answer.</summary>
    /// <exception cref="ProtocolErrorException">It waits for something else.</exception>
    public bool Expects(ushort id, PacketType answer)
    {
        lock (_gate)
        {
            return Find(id, answer) is not null;
        }
    }

    /// <summary>Ends a request; false when there is none of that identifier.</summary>
    /// <exception cref="ProtocolErrorException">It waits for something else.</exception>
    public bool TryComplete(ushort id, PacketType answer, object packet)
    {
        lock (_gate)
        {
            if (Find(id, answer) is not { } request)
            {
                return false;
            }

            _requests.Remove(id);
            request.Waiter.TrySetResult(packet);
            return true;
        }
    }

    /// <summary>Forgets a request that was never sent.</summary>
    public void Remove(ushort id)
    {
        lock (_gate)
        {
            _requests.Remove(id);
        }
    }

    /// <summary>Ends all requests, those to come included.</summary>
    public void FailAll(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            foreach (var request in _requests.Values)
            {
                request.Waiter.TrySetException(failure);
                _ = request.Waiter.Task.Exception; // whoever gave up waiting need not see it
            }

            _requests.Clear();
        }
    }

    private Request? Find(ushort id, PacketType answer)
    {
        if (!_requests.TryGetValue(id, out var request))
        {
            return null;
        }

        return request.Answer == answer
            ? request
            : throw new ProtocolErrorException($"Packet identifier {id} waits for {request.Answer}, not for {answer}.");
    }

    private sealed record Request(PacketType Answer, TaskCompletionSource<object> Waiter);
}
