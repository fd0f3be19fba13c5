using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>What a person is to check or to do besides looking at the lines.</summary>
internal static class Remark
{
    private const int Few = 20;

    public static IEnumerable<string> Of(DeviceProfile profile, TopicPlan plan, StationList? stations, List<Candidate> chosen)
    {
        var all = chosen.Concat(stations?.Candidates ?? []).ToList();
        if (profile.Readings < Few)
        {
            yield return $"This is guessed from {profile.Readings} readings; look again when the machine has run, stopped and made rejects.";
        }

        if (all.Count > 0)
        {
            yield return "Names are no proof: compare a few readings with the machine's display, counts and meter above all.";
        }

        if (all.Exists(candidate => candidate.Value.Delta is not null))
        {
            yield return "A signal with delta says nothing at a device's first reading: there is nothing to compare it with.";
        }

        if (stations is not null)
        {
            yield return $"Each of {string.Join(", ", stations.Marks)} becomes a station; the device's record must grant them: busroot devices set ID {string.Join(' ', stations.Marks.Select(mark => $"--station {mark}"))}";
        }

        foreach (var topic in plan.Unreadable)
        {
            yield return $"Payloads of {TopicPlan.Name(topic)} are no {plan.PayloadJson(chosen)} ({topic.Layout.Name}) and will be in quarantine; let the device not send them, or write \"onError\": \"drop\".";
        }

        if (profile.Topics.Any(topic => topic.IsCut) || profile.OtherTopics > 0)
        {
            yield return $"There is more than was looked at: at most {FieldTable.MostFields} fields of a topic, 2000 values of a payload, 8 levels deep, and {profile.Topics.Length} topics are.";
        }
    }
}
