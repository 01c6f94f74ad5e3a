using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace OpsWorkflows.Instances;

/// <summary>
/// Names one execution of an activity within its instance: the revision and the place in that burst where it began.
/// A burst that runs again gives the same ids.
/// </summary>
public readonly record struct ExecutionId(int Revision, int Counter)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}-{Counter}");

    public static bool TryParse(string text, out ExecutionId id)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (revision, counter) = (0, 0);
        var parsed = dash > 0 && int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out revision)
            && int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out counter);
        id = new(revision, counter);
        return parsed;
    }

    public static ExecutionId Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return new(int.Parse(text.AsSpan(0, dash), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }
}

/// <summary>Derives the ids of rows that a burst promises, so that a repeated burst promises the same rows.</summary>
public static class RowId
{
    public static Guid Derive(Guid instanceId, int revision, int counter)
    {
        Span<byte> source = stackalloc byte[24];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        instanceId.TryWriteBytes(source, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(source[16..], revision);
        BinaryPrimitives.WriteInt32BigEndian(source[20..], counter);
        SHA256.HashData(source, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
