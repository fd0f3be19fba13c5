using Busroot.Mqtt;

namespace Busroot.Broker.Sessions;

/// <summary>What the broker waits for from the client, for one delivery.</summary>
internal enum InflightState : byte
{
    /// <summary>The slot is free.</summary>
    Free,

    /// <summary>A QoS 1 PUBLISH was sent.</summary>
    AwaitingPubAck,

    /// <summary>A QoS 2 PUBLISH was sent.</summary>
    AwaitingPubRec,

    /// <summary>PUBREL was sent; the message itself is settled.</summary>
    AwaitingPubComp,
}

/// <summary>QoS 1 and 2 deliveries sent to one client and not yet settled, by packet identifier.</summary>
/// <remarks>
/// A packet identifier names its slot (its low bits), so finding one costs the same with one or 65,535 in flight. The table is
/// at least twice the window, so that an identifier a client never answers costs at most a step past it.
/// Threads: the broker loop only. Source: MQTT 5.0 §2.2.1, §4.3, §4.4.
/// </remarks>
internal sealed class InflightWindow
{
    private Slot[] _slots = new Slot[8];
    private ushort _lastIdentifier;
    private long _order;

    /// <summary>Deliveries in flight.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a free identifier for a delivery, and its reference.</summary>
    public ushort Add(in Delivery delivery)
    {
        if (2 * (Count + 1) > _slots.Length && _slots.Length < 65_536)
        {
            Grow();
        }

        var identifier = _lastIdentifier;
        do
        {
            identifier = identifier == ushort.MaxValue ? (ushort)1 : (ushort)(identifier + 1);
        }
        while (_slots[identifier & (_slots.Length - 1)].State != InflightState.Free);

        _lastIdentifier = identifier;
        _slots[identifier & (_slots.Length - 1)] = new Slot
        {
            Identifier = identifier,
            State = delivery.Qos == QualityOfService.AtLeastOnce ? InflightState.AwaitingPubAck : InflightState.AwaitingPubRec,
            Delivery = delivery,
            Order = _order++,
        };
        Count++;
        return identifier;
    }

    /// <summary>Puts back what was in flight when the process ended, in the order it was sent; takes over the reference.</summary>
    public void Restore(ushort identifier, in Delivery delivery, bool awaitsPubComp)
    {
        while (2 * (Count + 1) > _slots.Length || _slots[identifier & (_slots.Length - 1)].State != InflightState.Free)
        {
            Grow();
        }

        _slots[identifier & (_slots.Length - 1)] = new Slot
        {
            Identifier = identifier,
            State = awaitsPubComp ? InflightState.AwaitingPubComp
                : delivery.Qos == QualityOfService.AtLeastOnce ? InflightState.AwaitingPubAck
                : InflightState.AwaitingPubRec,
            Delivery = delivery,
            Order = _order++,
        };
        _lastIdentifier = identifier;
        Count++;
    }

    /// <summary>What is awaited for an identifier; <see cref="InflightState.Free"/> when nothing is.</summary>
    public InflightState StateOf(ushort identifier)
    {
        ref var slot = ref _slots[identifier & (_slots.Length - 1)];
        return slot.Identifier == identifier ? slot.State : InflightState.Free;
    }

    /// <summary>False while the last step of an identifier waits to be stored: the packet that belongs to it is not sent yet.</summary>
    public bool IsStored(ushort identifier) => !_slots[identifier & (_slots.Length - 1)].WaitsForStore;

    /// <summary>Notes whether the last step of an identifier waits to be stored.</summary>
    public void WaitForStore(ushort identifier, bool waits) => _slots[identifier & (_slots.Length - 1)].WaitsForStore = waits;

    /// <summary>What was sent under an identifier that is in flight and not received yet.</summary>
    public Delivery DeliveryOf(ushort identifier) => _slots[identifier & (_slots.Length - 1)].Delivery;

    /// <summary>Settles an identifier: the slot is free and the message released.</summary>
    public void Settle(ushort identifier)
    {
        ref var slot = ref _slots[identifier & (_slots.Length - 1)];
        slot.Delivery.Message?.Release();
        slot = default;
        Count--;
    }

    /// <summary>Notes that PUBREC came: the message is released, the identifier stays taken until PUBCOMP.</summary>
    public void Received(ushort identifier)
    {
        ref var slot = ref _slots[identifier & (_slots.Length - 1)];
        slot.Delivery.Message?.Release();
        slot.Delivery = slot.Delivery with { Message = null!, Identifiers = null };
        slot.State = InflightState.AwaitingPubComp;
    }

    /// <summary>Everything in flight in the order it was first sent, for sending again after a reconnect [MQTT-4.4.0-1].</summary>
    public IEnumerable<(ushort Identifier, InflightState State, Delivery Delivery)> InOrder() =>
        _slots.Where(slot => slot.State != InflightState.Free)
            .OrderBy(slot => slot.Order)
            .Select(slot => (slot.Identifier, slot.State, slot.Delivery));

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        foreach (var slot in _slots)
        {
            slot.Delivery.Message?.Release();
        }

        Array.Clear(_slots);
        Count = 0;
    }

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot.State != InflightState.Free)
            {
                larger[slot.Identifier & (larger.Length - 1)] = slot; // two that differ in the low bits still do
            }
        }

        _slots = larger;
    }

    private struct Slot
    {
        public ushort Identifier;
        public InflightState State;
        public Delivery Delivery;
        public long Order;
        public bool WaitsForStore;
    }
}
