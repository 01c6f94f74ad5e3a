using System.Runtime.CompilerServices;
using System.Text.Json;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Instances;

/// <summary>
/// Flowchart counters and tokens in the state document: only those that have counted, by activity id and by
/// <c>source:port->target</c>, so that they survive a new version of the definition.
/// </summary>
internal static class FlowJson
{
    private static readonly ConditionalWeakTable<ActivityNode, Keys> KeysOf = [];

    internal static void Write(Utf8JsonWriter writer, FlowCounters flow, ActivityNode flowchart)
    {
        var keys = KeysOf.GetValue(flowchart, static node => new(node));
        writer.WriteStartObject("flow");
        WriteCounts(writer, "activities", flow.ActivityVisits, keys.Activities);
        WriteCounts(writer, "connections", flow.ConnectionVisits, keys.Connections);
        if (Array.IndexOf(flow.LastFollowed, true) >= 0)
        {
            writer.WriteStartArray("followed");
            for (var i = 0; i < flow.LastFollowed.Length; i++)
            {
                if (flow.LastFollowed[i])
                    writer.WriteStringValue(keys.Connections[i]);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, int[] counts, string[] keys)
    {
        if (counts.AsSpan().IndexOfAnyExcept(0) < 0)
            return;
        writer.WriteStartObject(name);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0)
                writer.WriteNumber(keys[i], counts[i]);
        }
        writer.WriteEndObject();
    }

    internal static FlowCounters Read(JsonElement json, ActivityNode flowchart)
    {
        var keys = KeysOf.GetValue(flowchart, static node => new(node));
        var flow = new FlowCounters(keys.Activities.Length, keys.Connections.Length);
        if (json.TryGetProperty("activities", out var activities))
            ReadCounts(activities, flow.ActivityVisits, keys.ActivityIndex);
        if (json.TryGetProperty("connections", out var connections))
            ReadCounts(connections, flow.ConnectionVisits, keys.ConnectionIndex);
        if (json.TryGetProperty("followed", out var followed))
        {
            foreach (var key in followed.EnumerateArray())
            {
                if (keys.ConnectionIndex.TryGetValue(key.GetString()!, out var index))
                    flow.LastFollowed[index] = true;
            }
        }
        return flow;
    }

    /// <summary>Tokens as <c>[from, to, port]</c>, with the state when it is not live.</summary>
    internal static void Write(Utf8JsonWriter writer, List<FlowToken> tokens, ActivityNode flowchart)
    {
        writer.WriteStartArray("tokens");
        foreach (var token in tokens)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(flowchart.Children[token.From].Id);
            writer.WriteStringValue(flowchart.Children[token.To].Id);
            writer.WriteStringValue(token.Port);
            if (token.State != FlowTokenState.Live)
                writer.WriteStringValue(token.State == FlowTokenState.Blocked ? "blocked" : "consumed");
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    /// <summary>The tokens whose two ends this version of the flowchart has.</summary>
    internal static List<FlowToken> ReadTokens(JsonElement json, ActivityNode flowchart)
    {
        var activities = KeysOf.GetValue(flowchart, static node => new(node)).ActivityIndex;
        var tokens = new List<FlowToken>(json.GetArrayLength());
        foreach (var token in json.EnumerateArray())
        {
            if (!activities.TryGetValue(token[0].GetString()!, out var from) || !activities.TryGetValue(token[1].GetString()!, out var to))
                continue;
            var state = token.GetArrayLength() < 4 ? FlowTokenState.Live : token[3].GetString() == "blocked" ? FlowTokenState.Blocked : FlowTokenState.Consumed;
            tokens.Add(new FlowToken(from, to, token[2].GetString()!, state));
        }
        return tokens;
    }

    private static void ReadCounts(JsonElement json, int[] counts, Dictionary<string, int> index)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (index.TryGetValue(member.Name, out var at))
                counts[at] = member.Value.GetInt32();
        }
    }

    /// <summary>The names of a flowchart's counters, made once for each definition version.</summary>
    private sealed class Keys
    {
        internal Keys(ActivityNode flowchart)
        {
            Activities = [.. flowchart.Children.Select(child => child.Id)];
            Connections = new string[flowchart.Connections.Count];
            ActivityIndex = Activities.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
            for (var i = 0; i < Connections.Length; i++)
            {
                var connection = flowchart.Connections[i];
                var key = $"{connection.Source.Id}:{connection.SourcePort}->{connection.Target.Id}";
                // Two lines between the same ends, as into two ports of the target, are told apart by their order.
                for (var nth = 2; !ConnectionIndex.TryAdd(key, i); nth++)
                    key = $"{connection.Source.Id}:{connection.SourcePort}->{connection.Target.Id}#{nth}";
                Connections[i] = key;
            }
        }

        internal string[] Activities { get; }
        internal string[] Connections { get; }
        internal Dictionary<string, int> ActivityIndex { get; }
        internal Dictionary<string, int> ConnectionIndex { get; } = new(StringComparer.Ordinal);
    }
}
