using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Storage.History;
using Busroot.Transformer.Profiles;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Suggestions;

namespace Busroot.Server.Rules;

/// <summary>Suggests a rule for a device from what it has sent; nothing is published and nothing is changed.</summary>
internal sealed class Suggestion(HistoryStore history, Registry registry, RuleSet rules)
{
    /// <summary>Looks at the newest readings.</summary>
    /// <exception cref="AdministrationException">There is no such device, nothing of it is recorded, or a rule serves it already and nobody forces another.</exception>
    /// <exception cref="Storage.StorageException">The history cannot be read.</exception>
    /// <remarks>Threads: any; never one of the pipeline's. Cost: reads up to 5,000 readings; some microseconds for each value in them.</remarks>
    public SuggestionView For(SuggestionRequest request, CancellationToken cancellationToken)
    {
        var device = DeviceReadings.Read(history, registry, request.Device, request.Limit, cancellationToken);
        var serving = Serving(request.Device);
        if (serving is not null && !request.Force)
        {
            throw new AdministrationException(AdministrationFault.Exists,
                $"Rule {serving} serves {request.Device} already. A suggested rule names the device itself, so it would take the place of a pattern that serves it now. Suggest one all the same with --force (in the API: force=true).");
        }

        var profile = DeviceProfile.Of(device.Readings, cancellationToken);
        var suggestion = RuleSuggestion.Of(profile);
        return new SuggestionView(
            request.Device, serving, profile.Readings, profile.From, profile.To, suggestion.Payload, suggestion.PayloadReason, [.. Lines(suggestion)],
            [.. suggestion.LeftOut.Select(left => new LeftOutView(left.SubTopic, left.Field, left.Reason))], suggestion.Ignored, suggestion.Remarks,
            suggestion.Signals.IsEmpty ? [] : [.. SuggestedFolder.Of(request.Device, profile, suggestion, device.Readings).Select(file => new RuleFileView(file.Name, file.Text))]);
    }

    private string? Serving(string deviceId)
    {
        var assigned = registry.TryFind(deviceId, out var record) ? record.RuleId : null;
        return assigned ?? rules.RuleFor(deviceId, null)?.Id;
    }

    private static IEnumerable<SuggestedLineView> Lines(RuleSuggestion suggestion)
    {
        foreach (var signal in suggestion.Signals.Where(signal => !signal.IsOfEach))
        {
            yield return new SuggestedLineView(signal.Signal, signal.Json, signal.SubTopic, signal.Field, signal.Reason);
        }

        if (suggestion.Stations is not { } stations)
        {
            yield break;
        }

        yield return new SuggestedLineView("each", stations.Each, null, null, $"a list of {stations.Marks.Length} things that all say the same of themselves, {string.Join(", ", stations.Marks)}: a station each");
        yield return new SuggestedLineView("station", stations.Station, null, null, "what they are told apart by");
        foreach (var signal in suggestion.Signals.Where(signal => signal.IsOfEach))
        {
            yield return new SuggestedLineView(signal.Signal, signal.Json, signal.SubTopic, signal.Field, signal.Reason);
        }
    }
}
