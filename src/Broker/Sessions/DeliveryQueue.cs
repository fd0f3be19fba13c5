using Busroot.Mqtt;

namespace Busroot.Broker.Sessions;

/// <summary>Deliveries that wait until their client is connected and has room, oldest first.</summary>
/// <remarks>Bounded by count and by bytes. Threads: the broker loop only.</remarks>
internal sealed class DeliveryQueue
{
    private readonly Queue<Delivery> _deliveries = new();

    public int Count => _deliveries.Count;

    public long Bytes { get; private set; }

    /// <summary>QoS 0 deliveries among them: retained messages that found no room at once, and what came after them.</summary>
    public int Qos0Count { get; private set; }

    /// <summary>Appends a delivery, taking over the caller's reference.</summary>
    /// <returns>False when a limit would be passed; the reference stays with the caller.</returns>
    public bool TryEnqueue(in Delivery delivery, int maximumMessages, long maximumBytes)
    {
        if (_deliveries.Count >= maximumMessages || Bytes + delivery.Message.Bytes > maximumBytes)
        {
            return false;
        }

        Append(delivery);
        return true;
    }

    /// <summary>Takes the oldest delivery, its reference included.</summary>
    public bool TryDequeue(out Delivery delivery)
    {
        if (!_deliveries.TryDequeue(out delivery))
        {
            return false;
        }

        Bytes -= delivery.Message.Bytes;
        Qos0Count -= delivery.Qos == QualityOfService.AtMostOnce ? 1 : 0;
        return true;
    }

    /// <summary>Drops what <paramref name="chosen"/> names; the rest keeps its order.</summary>
    public void RemoveWhere(Predicate<Delivery> chosen)
    {
        for (var left = _deliveries.Count; left > 0; left--)
        {
            TryDequeue(out var delivery);
            if (chosen(delivery))
            {
                delivery.Message.Release();
            }
            else
            {
                Append(delivery);
            }
        }
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (TryDequeue(out var delivery))
        {
            delivery.Message.Release();
        }
    }

    private void Append(in Delivery delivery)
    {
        _deliveries.Enqueue(delivery);
        Bytes += delivery.Message.Bytes;
        Qos0Count += delivery.Qos == QualityOfService.AtMostOnce ? 1 : 0;
    }
}
