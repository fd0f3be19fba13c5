namespace Busroot.Server.Rules;

/// <summary>What a rule is to be suggested for.</summary>
/// <param name="Device">The device.</param>
/// <param name="Limit">How many of its newest readings are looked at, 1 to 5,000.</param>
/// <param name="Force">Whether to suggest one although a rule serves the device already.</param>
internal sealed record SuggestionRequest(string Device, int Limit, bool Force);

/// <summary>A rule that may fit a device. A person decides.</summary>
/// <param name="Device">The device.</param>
/// <param name="Rule">The rule that serves it already; absent when none does.</param>
/// <param name="Readings">How many readings were looked at.</param>
/// <param name="First">When the first of them arrived.</param>
/// <param name="Last">When the last of them arrived.</param>
/// <param name="Payload">What rule.json has under <c>payload</c>.</param>
/// <param name="PayloadReason">Why.</param>
/// <param name="Lines">The mapping; empty when nothing looks like a signal.</param>
/// <param name="LeftOut">The fields that no line uses, each with the reason.</param>
/// <param name="Ignored">Payloads that are no readings.</param>
/// <param name="Remarks">What is to be checked or done besides.</param>
/// <param name="Files">The folder of the rule; empty when there is nothing to suggest.</param>
internal sealed record SuggestionView(
    string Device, string? Rule, int Readings, DateTimeOffset First, DateTimeOffset Last, string Payload, string PayloadReason,
    IReadOnlyList<SuggestedLineView> Lines, IReadOnlyList<LeftOutView> LeftOut, IReadOnlyList<string> Ignored, IReadOnlyList<string> Remarks, IReadOnlyList<RuleFileView> Files);

/// <summary>A line of the mapping.</summary>
/// <param name="Key">A signal, or <c>each</c> and <c>station</c>.</param>
/// <param name="Mapping">What the mapping has for it, JSON.</param>
/// <param name="SubTopic">The topic it comes on, below the raw topic; absent for <c>each</c> and <c>station</c>.</param>
/// <param name="Field">The path of its field; absent for <c>each</c> and <c>station</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record SuggestedLineView(string Key, string Mapping, string? SubTopic, string? Field, string Reason);

/// <summary>A field that no line uses.</summary>
/// <param name="SubTopic">The topic it comes on, below the raw topic.</param>
/// <param name="Field">Its path.</param>
/// <param name="Reason">Why.</param>
internal sealed record LeftOutView(string SubTopic, string Field, string Reason);
