# Asks each address so often, by Net::HTTP, in a session each. net-http.rb COUNT ADDRESS…
require 'net/http'
count, *addresses = ARGV
count.to_i.times do
  addresses.each { |address| raise address unless Net::HTTP.get_response(URI(address)).is_a?(Net::HTTPSuccess) }
end
