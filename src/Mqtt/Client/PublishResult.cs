namespace Busroot.Mqtt.Client;

/// <summary>What the server said to a publish.</summary>
/// <param name="Reason">Success for QoS 0, which gets no answer, and always before 5.0, which cannot refuse.</param>
/// <param name="ReasonString">5.0: the reason in words, or null.</param>
public readonly record struct PublishResult(ReasonCode Reason, string? ReasonString = null)
{
    /// <summary>Whether the server took the message.</summary>
    public bool IsAccepted => Reason < ReasonCode.UnspecifiedError;
}
